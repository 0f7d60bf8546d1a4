// npm run dev: the same processes from source; the web reloads by itself, the others on a restart.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { generate, install, ROOT, run } from './prepare.mjs'

process.chdir(ROOT)
if (existsSync('.env')) process.loadEnvFile('.env')
install()
generate()
run(process.execPath, ['cli/bundle.mjs'])
const { supervise } = await import(pathToFileURL(path.join(ROOT, 'dist', 'rollcall.mjs')).href)
await supervise({ env: process.env, development: true })
