// What the runners of a whole test run report, in one line at its end.
import { readFileSync } from 'node:fs'

/**
 * The line `N passed, N failed` is the last one that this process prints, however it ends: at its end, by process.exit() or by an
 * error that nobody caught; what ends it before `done()` counts as one failure. Any failure makes it end with a code other than 0.
 */
export function startTally() {
  const count = { passed: 0, failed: 0, skipped: 0 }
  const seconds = []
  let isDone = false
  process.once('exit', () => {
    if (!isDone) count.failed++
    if (seconds.length > 0) console.log(seconds.join(', '))
    console.log(`${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`)
    if (count.failed > 0) process.exitCode ||= 1
  })

  /** The report in `file`; one that is missing or broken off means that the runner itself failed. */
  function read(file) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      console.error(`rollcall: no report in ${file}`)
    }
    count.failed++
    return null
  }

  /** @param ok whether the runner was content; it also fails for what no single test is to blame for */
  function add(ok, { passed, failed, skipped }) {
    count.passed += passed
    count.failed += failed + (!ok && failed === 0 ? 1 : 0)
    count.skipped += skipped
  }

  return {
    /** Runs `work` under a heading, and says at the end how long it took. */
    async part(name, work) {
      console.log(`— ${name}`)
      const startedAt = Date.now()
      await work()
      seconds.push(`${name} ${Math.round((Date.now() - startedAt) / 1000)} s`)
    },
    addCheck: (ok) => add(ok, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }),
    addVitest(file, ok) {
      const report = read(file)
      if (!report) return
      // A file that fails to load has no failed test of its own.
      const broken = report.testResults.filter(
        (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
      ).length
      add(ok, { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped: report.numPendingTests })
    },
    addPlaywright(file, ok) {
      const report = read(file)
      if (!report) return
      const { expected, unexpected, flaky, skipped } = report.stats
      add(ok, { passed: expected, failed: unexpected + flaky + report.errors.length, skipped })
    },
    done() {
      isDone = true
    },
  }
}
