import { defineConfig, devices } from '@playwright/test'
import { CHROMIUM_ARGS, findChromium } from './cli/chromium.mjs'

const executablePath = await findChromium()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  fullyParallel: false,
  // Tests wait for passes and for rights to be read again as long as they work: two cores have time for one more.
  workers: 3,
  // No test waits for a time, and none of these is a promise: they end what would never come, also on a machine that is busy.
  // At full count every row of every state is looked at.
  timeout: process.env['ROLLCALL_LONG'] === '1' ? 1_800_000 : 600_000,
  expect: { timeout: 120_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    launchOptions: { ...(executablePath && { executablePath }), args: CHROMIUM_ARGS },
  },
})
