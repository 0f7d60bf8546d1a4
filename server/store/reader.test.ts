import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openReader } from './reader.ts'
import { openSqlite } from './sqlite.ts'

it('reads what others commit, writes nothing, and opens anew after an error', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-reader-'))
  const file = path.join(folder, 'store.db')
  const db = openSqlite(file)
  db.exec('CREATE TABLE t (v INTEGER)')
  const reader = openReader(file, 25)
  expect(reader.get('SELECT v FROM t')).toBeUndefined()
  db.run('INSERT INTO t VALUES (?)', 7)
  expect(reader.get('SELECT v FROM t WHERE v > ?', 1)).toEqual([7])
  expect(() => reader.get('DELETE FROM t RETURNING v')).toThrow(/readonly/)
  expect(() => reader.get('SELECT v FROM nothing')).toThrow(/nothing/)
  expect(reader.get('SELECT v FROM t')).toEqual([7])
  reader.close()
  reader.close()
  expect(reader.get('SELECT v FROM t')).toEqual([7])
  reader.close()
  db.close()
  rmSync(folder, { recursive: true })
})
