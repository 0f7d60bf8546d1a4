// npm test: verify, integration tests, build, browser tests; ends with one line that counts them all.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { build, generate, install, ROOT } from './prepare.mjs'

process.chdir(ROOT)
install()
generate()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })
const { verify } = await import('./verify.mjs')
const tally = { passed: 0, failed: 0, skipped: 0 }

console.log('— verify')
for (const check of await verify()) {
  if (check.name === 'unit tests' && existsSync('test-results/unit.json')) addVitest('test-results/unit.json')
  else tally[check.ok ? 'passed' : 'failed']++
}

console.log('— contract and integration tests')
step('node_modules/.bin/vitest', [
  'run',
  '--project',
  'integration',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/integration.json',
])
addVitest('test-results/integration.json')

console.log('— build')
build()

console.log('— browser tests')
const { ensureChromium } = await import('./chromium.mjs')
const chromium = await ensureChromium()
step('node_modules/.bin/playwright', ['test'], { PLAYWRIGHT_CHROMIUM_PATH: chromium })
addPlaywright('test-results/e2e.json')

console.log(`${tally.passed} passed, ${tally.failed} failed${tally.skipped ? `, ${tally.skipped} skipped` : ''}`)
process.exitCode = tally.failed === 0 ? 0 : 1

function step(command, args, env = {}) {
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
}

/** A report that is missing means that the runner itself failed. */
function read(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  console.error(`rollcall: no report in ${file}`)
  tally.failed++
  return null
}

function addVitest(file) {
  const report = read(file)
  if (!report) return
  tally.passed += report.numPassedTests
  tally.failed += report.numFailedTests
  // A file that fails to load has no failed test of its own.
  tally.failed += report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  ).length
  tally.skipped += report.numPendingTests
}

function addPlaywright(file) {
  const report = read(file)
  if (!report) return
  tally.passed += report.stats.expected
  tally.failed += report.stats.unexpected + report.stats.flaky + report.errors.length
  tally.skipped += report.stats.skipped
}
