// How `npm test` and `npm run test:long` run what they run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Runs a tool of ours. @returns whether it was content */
export function step(tool, args, env = {}) {
  return spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

/** Builds in a process of its own: a build that fails must not end the tests. @returns whether it was content */
export function buildApart() {
  const script = `import { build } from './cli/prepare.mjs'; build()`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }).status === 0
}

/** What is run from here has a temporary folder of its own, which goes with this process: also what a test that was killed has left. */
export function inOwnFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-test-'))
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
}
