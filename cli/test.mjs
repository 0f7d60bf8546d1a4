// npm test: verify, build, integration tests, browser tests; ends with one line that counts them all.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { generate, install, ROOT } from './prepare.mjs'

process.chdir(ROOT)
install()
generate()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })
const { verify } = await import('./verify.mjs')
const tally = { passed: 0, failed: 0, skipped: 0 }

console.log('— verify')
for (const check of await verify()) {
  if (check.name === 'unit tests' && existsSync('test-results/unit.json')) addVitest('test-results/unit.json', check.ok)
  else tally[check.ok ? 'passed' : 'failed']++
}

console.log('— build')
// In a process of its own: a build that fails must not keep the count from being printed.
if (!step(process.execPath, ['--input-type=module', '-e', `import { build } from './cli/prepare.mjs'; build()`])) tally.failed++

console.log('— contract and integration tests')
const integrationOk = step('node_modules/.bin/vitest', [
  'run',
  '--project',
  'integration',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/integration.json',
])
addVitest('test-results/integration.json', integrationOk)

console.log('— browser tests')
const { ensureChromium } = await import('./chromium.mjs')
const chromium = await ensureChromium()
const browserOk = step('node_modules/.bin/playwright', ['test'], { PLAYWRIGHT_CHROMIUM_PATH: chromium })
addPlaywright('test-results/e2e.json', browserOk)

console.log(`${tally.passed} passed, ${tally.failed} failed${tally.skipped ? `, ${tally.skipped} skipped` : ''}`)
process.exitCode = tally.failed === 0 ? 0 : 1

/** Whether the runner itself was content; it also fails for what no single test is to blame for. */
function step(command, args, env = {}) {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

/** A report that is missing means that the runner itself failed. */
function read(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  console.error(`rollcall: no report in ${file}`)
  tally.failed++
  return null
}

function addVitest(file, ok) {
  const report = read(file)
  if (!report) return
  const failedBefore = tally.failed
  tally.passed += report.numPassedTests
  tally.failed += report.numFailedTests
  // A file that fails to load has no failed test of its own.
  tally.failed += report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  ).length
  tally.skipped += report.numPendingTests
  if (!ok && tally.failed === failedBefore) tally.failed++
}

function addPlaywright(file, ok) {
  const report = read(file)
  if (!report) return
  const failedBefore = tally.failed
  tally.passed += report.stats.expected
  tally.failed += report.stats.unexpected + report.stats.flaky + report.errors.length
  tally.skipped += report.stats.skipped
  if (!ok && tally.failed === failedBefore) tally.failed++
}
