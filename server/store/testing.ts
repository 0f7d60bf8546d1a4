import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore } from './open-store.ts'
import type { Sqlite } from './sqlite.ts'

/** For tests: an empty, migrated store in a folder of its own. `remove` closes it and deletes the folder. */
export function openTestStore(): { file: string; db: Sqlite; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-store-'))
  const file = path.join(folder, 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  return {
    file,
    db: opened.db,
    remove() {
      opened.db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
