// npm run verify: everything that needs no browser and no server, in parallel, each check with one line.
import { spawn } from 'node:child_process'
import { generate, install, ROOT } from './prepare.mjs'

const bin = (name) => `node_modules/.bin/${name}`
/** The longest first, one in each lane: then the lanes end together. */
const CHECKS = [
  [
    'unit tests',
    bin('vitest'),
    ['run', '--project', 'unit', '--reporter=dot', '--reporter=json', '--outputFile.json=test-results/unit.json'],
  ],
  ['types', bin('tsc'), ['--noEmit']],
  ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['types of lib', bin('tsc'), ['-p', 'lib/tsconfig.json', '--noEmit']],
  [
    'import rules',
    bin('depcruise'),
    [
      '--config',
      '.dependency-cruiser.cjs',
      'app',
      'components',
      'lib',
      'server',
      'demo',
      'cli',
      'e2e',
      'test',
      'proxy.ts',
      'instrumentation.ts',
    ],
  ],
  ['dead code', bin('knip'), []],
  ['house rules', process.execPath, ['cli/check-house.mjs']],
  ['migrations', process.execPath, ['cli/db-new.mjs', '--check']],
]
const PARALLEL = 2

/** Runs all checks. @returns {Promise<{ name: string; ok: boolean }[]>} */
export async function verify() {
  install()
  generate()
  const waiting = [...CHECKS]
  const results = []
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check))
    }),
  )
  return results
}

function runCheck([name, command, args]) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.once('error', (error) => (output += error.message))
    child.once('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
      if (code !== 0) console.log(output.trim())
      resolve({ name, ok: code === 0 })
    })
  })
}

if (process.argv[1]?.endsWith('verify.mjs')) {
  const results = await verify()
  process.exitCode = results.every((result) => result.ok) ? 0 : 1
}
