import { openStore } from '#server/store/open-store.ts'

/** A start as far as the store: opens the file of its argument, bringing it up to date, and says when it begins and when that is done. */
const [file = ''] = process.argv.slice(2)
process.stdout.write('opening\n')
const opened = openStore(file)
if (!opened.ok) throw new Error(opened.problem.message)
process.stdout.write('opened\n')
opened.db.close()
