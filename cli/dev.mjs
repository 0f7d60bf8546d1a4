// npm run dev: the same processes from source; the web reloads by itself, the others on a restart.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { generate, install, ROOT, readEnvFile, run } from './prepare.mjs'

process.chdir(ROOT)
readEnvFile()
install()
generate()
run(process.execPath, ['cli/bundle.mjs'])
const { supervise } = await import(pathToFileURL(path.join(ROOT, 'dist', 'rollcall.mjs')).href)
await supervise({ env: process.env, development: true })
