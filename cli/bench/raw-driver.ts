import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSqlite, type SqlValue } from '#server/store/sqlite.ts'
import { spread } from './load.ts'

/** The same rows straight from the driver: 100 agents by name through an index made for it, on a copy of nothing else. */
export function rawDriver(file: string): { p50: number; p95: number; max: number } {
  const db = openSqlite(file)
  db.exec('CREATE TEMP TABLE bench AS SELECT * FROM Agent')
  db.exec('CREATE INDEX temp.bench_name ON bench(name)')
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const at = performance.now()
    db.get(
      'SELECT json_group_array(json_array(agentId, name, ip, status, version, "groups")) FROM (SELECT * FROM bench ORDER BY name LIMIT 100)',
    )
    times.push(performance.now() - at)
  }
  db.close()
  return spread(times)
}

/** Columns of `rawExport`, as `cols` of the product's export. */
export const EXPORT_COLS =
  'name,id,status,statusSince,reason,groupConfigStatus,groups,os.name,os.version,version,lastKeepAlive,ip,nodeName,dateAdd'

/** All agents by name straight from the driver into a file of the same lines that the export writes, 1000 rows at a time. */
export function rawExport(file: string, times = 5): { p50: number; p95: number; max: number; bytes: number } {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-raw-'))
  const db = openSqlite(file)
  const took: number[] = []
  let bytes = 0
  for (let i = 0; i < times; i++) {
    const at = performance.now()
    const out = openSync(path.join(folder, 'export.csv'), 'w')
    bytes = 0
    let lines = ''
    for (const [index, row] of db.all(EXPORT_SQL).entries()) {
      lines += `${row.map(rawCell).join(',')}\r\n`
      if (index % 1000 < 999) continue
      bytes += writeSync(out, lines)
      lines = ''
    }
    bytes += writeSync(out, lines)
    closeSync(out)
    took.push(performance.now() - at)
  }
  db.close()
  rmSync(folder, { recursive: true, force: true })
  return { ...spread(took), bytes }
}

const REASONS = ['none', 'version_refused', 'version_unreadable', 'clean_stop', 'no_keepalive', 'reset']
const EXPORT_SQL = `SELECT name, agentId, status, statusSince, statusCode, groupConfigStatus, "groups", osName, osVersion, version,
  lastKeepAlive, ip, nodeName, dateAdd FROM Agent LEFT JOIN Keepalive ON agentKey = key ORDER BY name`
const TIMES = [3, 10, 13]

function rawCell(value: SqlValue, column: number): string {
  if (column === 4) return REASONS[Number(value ?? 0)] ?? 'other'
  if (value === null) return ''
  if (TIMES.includes(column)) return new Date(Number(value)).toISOString()
  if (column === 1) return String(value).padStart(3, '0')
  const text = column === 6 ? JSON.parse(String(value)).join(', ') : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
