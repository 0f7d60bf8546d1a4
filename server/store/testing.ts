import { spawn } from 'node:child_process'
import { once } from 'node:events'
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

const HOLDER = `const db=new (require('libsql'))(process.argv[1]);db.exec('PRAGMA busy_timeout = 60000');db.exec('BEGIN EXCLUSIVE');console.log('held');process.stdin.resume()`

/** For tests: another process that holds the lock of a store until it is released. */
export async function holdLock(file: string): Promise<{ release(): Promise<void> }> {
  const holder = spawn(process.execPath, ['-e', HOLDER, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = once(holder, 'exit')
  await Promise.race([
    once(holder.stdout, 'data'),
    gone.then(([code]) => Promise.reject(new Error(`the holder of the lock ended with ${code}`))),
  ])
  return {
    async release() {
      holder.kill('SIGKILL')
      await gone
    },
  }
}
