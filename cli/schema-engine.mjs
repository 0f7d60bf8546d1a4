// Prisma's schema engine as the WebAssembly build on npm: turns differences into SQL with no downloaded binary.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'

let loaded

/** Instantiates the engine once; its JavaScript half expects a bundler to do this. */
function load() {
  loaded ??= (async () => {
    const panic = { message: '', get: () => panic.message, set_message: (text) => (panic.message = text) }
    globalThis.PRISMA_WASM_PANIC_REGISTRY ??= panic
    const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
    const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
    glue.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start()
  })()
  return loaded
}

/**
 * SQL that turns the SQLite database in `file` into the one that `schemaText` describes; `''` when they agree.
 * @param {string} file path of an existing SQLite file
 * @param {string} schemaText content of schema.prisma
 * @returns {Promise<string>}
 */
export async function diffDatabase(file, schemaText) {
  await load()
  const schema = { files: [{ path: 'schema.prisma', content: schemaText }] }
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: `file:${file}` }))
  const engine = await glue.SchemaEngine.new({ datamodels: [['schema.prisma', schemaText]] }, () => undefined, adapter)
  const answer = await engine.diff({
    from: { tag: 'schemaDatasource', ...schema, configDir: process.cwd() },
    to: { tag: 'schemaDatamodel', ...schema },
    script: true,
    exitCode: true,
    filters: { externalTables: ['_prisma_migrations'], externalEnums: [] },
  })
  return answer.exitCode === 2 ? answer.stdout : ''
}
