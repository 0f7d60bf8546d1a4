// Finds a Chromium for the browser tests, or installs Debian's where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A line that is down for a moment is no reason to go without. */
const RETRY = ['-o', 'Acquire::Retries=3']

/** @returns {Promise<string | null>} path of a Chromium: PLAYWRIGHT_CHROMIUM_PATH, Playwright's own, then the system's */
export async function findChromium() {
  const { chromium } = await import('@playwright/test')
  return (
    [process.env.PLAYWRIGHT_CHROMIUM_PATH, chromium.executablePath(), ...SYSTEM].find((file) => file && existsSync(file)) ?? null
  )
}

/** @returns {Promise<string>} path of a Chromium; ends the process with one line when there is none and none can be installed */
export async function ensureChromium() {
  const found = await findChromium()
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('rollcall: installing Debian’s chromium for the browser tests…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq', ...RETRY], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    spawnSync('apt-get', ['install', '-y', '-qq', ...RETRY, '--no-install-recommends', 'chromium'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const installed = await findChromium()
    if (installed) return installed
  }
  console.error(
    'rollcall: the browser tests need a Chromium: run “npx playwright install chromium”, or set PLAYWRIGHT_CHROMIUM_PATH to one.',
  )
  process.exit(1)
}

/** Flags that keep a headless Chromium quiet and off the network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
]
