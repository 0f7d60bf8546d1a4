// npm run test:long: unit and integration tests at full count, then the browser tests whose count a person would not wait for.
import { spawnSync } from 'node:child_process'
import { ensureChromium } from './chromium.mjs'
import { build, generate, install, ROOT } from './prepare.mjs'

const BROWSER_FILES = ['hostile-names', 'states', 'endpoints', 'list'].map((name) => `e2e/${name}.e2e.ts`)

process.chdir(ROOT)
install()
generate()
build()
const env = { ...process.env, ROLLCALL_LONG: '1' }
const vitestOk = step('vitest', ['run', '--project', 'unit', '--project', 'integration'])
const browserOk = step('playwright', ['test', ...BROWSER_FILES], { PLAYWRIGHT_CHROMIUM_PATH: await ensureChromium() })
process.exitCode = vitestOk && browserOk ? 0 : 1

function step(command, args, more = {}) {
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit', env: { ...env, ...more } }).status === 0
}
