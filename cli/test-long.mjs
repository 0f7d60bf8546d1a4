// npm run test:long: unit and integration tests at full count, then the browser tests whose count a person would not wait for.
import { mkdirSync, rmSync } from 'node:fs'
import { ensureChromium } from './chromium.mjs'
import { generate, install, ROOT } from './prepare.mjs'
import { startTally } from './tally.mjs'
import { buildApart, inOwnFolder, step } from './test-steps.mjs'

const BROWSER_FILES = ['hostile-names', 'states', 'endpoints', 'list'].map((name) => `e2e/${name}.e2e.ts`)

process.chdir(ROOT)
const tally = startTally()
install()
generate()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })
inOwnFolder()
process.env.ROLLCALL_LONG = '1'

await tally.part('build', () => {
  if (!buildApart()) tally.addCheck(false)
})
await tally.part('unit, contract and integration tests', () => {
  const file = 'test-results/long.json'
  tally.addVitest(file, step('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]))
})
await tally.part('browser tests', async () => {
  const ok = step('playwright', ['test', ...BROWSER_FILES], { PLAYWRIGHT_CHROMIUM_PATH: await ensureChromium() })
  tally.addPlaywright('test-results/e2e.json', ok)
})
tally.done()
