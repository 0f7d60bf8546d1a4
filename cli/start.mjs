// npm start: prepares what is missing, then hands over to the supervisor in this same process.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, generate, install, ROOT, readEnvFile } from './prepare.mjs'
import { markRunning } from './running.mjs'

process.chdir(ROOT)
readEnvFile()
install()
generate()
build()
markRunning(ROOT)
const { supervise } = await import(pathToFileURL(path.join(ROOT, 'dist', 'rollcall.mjs')).href)
await supervise({ env: process.env, development: false })
