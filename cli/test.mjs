// npm test: verify, build, integration tests, browser tests; ends with one line that counts them all.
import { mkdirSync, rmSync } from 'node:fs'
import { generate, install, ROOT } from './prepare.mjs'
import { startTally } from './tally.mjs'
import { buildApart, inOwnFolder, step } from './test-steps.mjs'

process.chdir(ROOT)
const tally = startTally()
install()
generate()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })
inOwnFolder()
const { verify } = await import('./verify.mjs')

await tally.part('verify', async () => {
  for (const { name, ok } of await verify())
    if (name === 'unit tests') tally.addVitest('test-results/unit.json', ok)
    else tally.addCheck(ok)
})
await tally.part('build', () => {
  if (!buildApart()) tally.addCheck(false)
})
await tally.part('contract and integration tests', () => {
  const file = 'test-results/integration.json'
  const ok = step('vitest', [
    'run',
    '--project',
    'integration',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  tally.addVitest(file, ok)
})
await tally.part('browser tests', async () => {
  const { ensureChromium } = await import('./chromium.mjs')
  const ok = step('playwright', ['test'], { PLAYWRIGHT_CHROMIUM_PATH: await ensureChromium() })
  tally.addPlaywright('test-results/e2e.json', ok)
})
tally.done()
