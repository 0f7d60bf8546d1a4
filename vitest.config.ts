import { defineConfig } from 'vitest/config'

/** At full count a test may take as long as it needs. */
const LONG = process.env['ROLLCALL_LONG'] === '1'
const LONG_TIMEOUT_MS = 6 * 3_600_000

/** `unit`: beside the code, fast, part of verify. `integration`: in test/, across rooms, against real parts. */
export default defineConfig({
  test: {
    setupFiles: LONG ? [] : ['test/same-seed.ts'],
    // What is waited for comes when it comes; a machine that does much else may need long for it.
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,server,demo,cli,components}/**/*.test.{ts,tsx}'],
          // None of these files mocks a module or changes what is global: reading the modules anew for each took half of the time.
          isolate: false,
          testTimeout: LONG ? LONG_TIMEOUT_MS : 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['test/**/*.test.ts'],
          testTimeout: LONG ? LONG_TIMEOUT_MS : 600_000,
          hookTimeout: 300_000,
          // Starts and timeouts leave the cores to others for a good part of their time.
          maxWorkers: 3,
        },
      },
    ],
  },
})
