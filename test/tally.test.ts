import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-tally-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const TALLY = pathToFileURL('cli/tally.mjs').href

/** Runs `script` with a tally, in a process of its own. @returns its code and the last line that it prints */
function run(script: string, reports: Readonly<Record<string, unknown>> = {}): [code: number | null, last: string | undefined] {
  for (const [name, report] of Object.entries(reports))
    writeFileSync(path.join(folder, name), typeof report === 'string' ? report : JSON.stringify(report))
  const code = `import { startTally } from '${TALLY}'; const tally = startTally(); ${script}`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' })
  return [status, stdout.trim().split('\n').at(-1)]
}

const suite = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((one) => ({ status: one })) })
const vitest = {
  ...{ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2 },
  testResults: [suite('passed', 'passed', 'passed'), suite('failed', 'passed', 'failed')],
}
const playwright = { stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }

describe('the count at the end of all tests', () => {
  it('is what the checks and the runners report', () => {
    const script = `await tally.part('x', () => { tally.addCheck(true); tally.addVitest('v', false); tally.addPlaywright('p', true) }); tally.done()`
    expect(run(script, { v: vitest, p: playwright })).toEqual([1, '9 passed, 1 failed, 2 skipped'])
    expect(run(`tally.addCheck(true); tally.addPlaywright('p', true); tally.done()`)).toEqual([0, '6 passed, 0 failed'])
  })

  it('counts files that could not be loaded, errors outside of tests, and tests that pass only the second time', () => {
    const broken = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults: [suite('failed')] }
    expect(run(`tally.addVitest('v', false); tally.done()`, { v: broken })).toEqual([1, '1 passed, 1 failed'])
    const shaky = { stats: { ...playwright.stats, flaky: 1 }, errors: [{ message: 'x' }] }
    expect(run(`tally.addPlaywright('p', true); tally.done()`, { p: shaky })).toEqual([1, '5 passed, 2 failed'])
  })

  it('holds a failure for a runner that crashed, with or without a report', () => {
    expect(run(`tally.addPlaywright('p', false); tally.done()`, { p: playwright })).toEqual([1, '5 passed, 1 failed'])
    expect(run(`tally.addPlaywright('none', false); tally.done()`)).toEqual([1, '0 passed, 1 failed'])
    expect(run(`tally.addVitest('half', false); tally.done()`, { half: '{"numPassed' })).toEqual([1, '0 passed, 1 failed'])
  })

  it('is printed and holds a failure however the process ends before it is through', () => {
    for (const [end, status] of [
      [`throw new Error('x')`, 1],
      ['process.exit(0)', 1],
      ['process.exit(78)', 78],
      ['await new Promise(() => {})', 13],
    ] as const)
      expect(run(`tally.addCheck(true); ${end}`), end).toEqual([status, '1 passed, 1 failed'])
  })
})
