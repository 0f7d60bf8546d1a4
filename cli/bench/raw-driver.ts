import { openSqlite } from '#server/store/sqlite.ts'
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
