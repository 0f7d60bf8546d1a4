// npm run db:new NAME      writes prisma/migrations/NNNN_name/migration.sql from what changed in prisma/schema.prisma
// npm run db:new -- --check   exits 1 when the schema has changes that no migration holds
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { register } from 'tsx/esm/api'
import { diffDatabase } from './schema-engine.mjs'

register()
const { loadMigrations, migrate } = await import('../server/store/migrate.ts')
const { openSqlite } = await import('../server/store/sqlite.ts')

const argument = process.argv[2]
if (!argument || (argument !== '--check' && !/^[a-z][a-z0-9_]{2,40}$/.test(argument))) {
  console.error('usage: npm run db:new NAME   (a-z, 0-9 and _, such as add_lease)')
  process.exit(2)
}

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-migrate-'))
try {
  const file = path.join(folder, 'shadow.db')
  const migrations = loadMigrations('prisma/migrations')
  const db = openSqlite(file)
  migrate(db, migrations)
  db.close()
  const sql = await diffDatabase(file, readFileSync('prisma/schema.prisma', 'utf8'))
  if (!sql) console.log('nothing changed: the migrations make what prisma/schema.prisma describes')
  else if (argument === '--check') {
    console.error(`prisma/schema.prisma is ahead of its migrations:\n${sql}`)
    process.exitCode = 1
  } else {
    const number = String(1 + Math.max(0, ...migrations.map(({ name }) => Number.parseInt(name, 10)))).padStart(4, '0')
    const target = `prisma/migrations/${number}_${argument}`
    mkdirSync(target, { recursive: true })
    writeFileSync(`${target}/migration.sql`, sql)
    console.log(`${target}/migration.sql written: read it, then commit it with the schema`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
