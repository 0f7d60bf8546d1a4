// node cli/prepared.mjs FILE [ARGUMENT…]: runs a TypeScript program of this folder against the built product, in a clone of which nothing may be ready yet.
import { spawnSync } from 'node:child_process'
import { build, generate, install, ROOT } from './prepare.mjs'

install()
generate()
build()
const { status } = spawnSync('node_modules/.bin/tsx', process.argv.slice(2), { cwd: ROOT, stdio: 'inherit' })
process.exitCode = status ?? 1
