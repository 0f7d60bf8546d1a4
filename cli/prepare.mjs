// Brings a clone to the point where it can run: packages, generated client, builds. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findRunning } from './running.mjs'
import { compressStatic } from './static-files.mjs'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const STAMPS = path.join(ROOT, 'node_modules', '.rollcall')
const MINIMUM_NODE = [20, 19]
/** An installation over a slow line may take minutes. */
const LONGEST_STEP_MS = 1_800_000

/** Runs a command and ends this process with its status when it fails. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  if (result.status === 0) return
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  end(
    result.status ?? 1,
    `“${[path.basename(command), ...args].join(' ')}” failed${result.error ? `: ${result.error.message}` : ''}`,
  )
}

function end(code, problem) {
  console.error(`rollcall: ${problem}`)
  process.exit(code)
}

/** Checked before anything that an older Node lacks is used, so that people see this line and no stack. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return
  end(78, `needs Node ${MINIMUM_NODE.join('.')} or newer, this is ${process.versions.node}`)
}

/** Reads `.env` beside package.json; what the environment already holds wins. */
export function readEnvFile() {
  checkNode()
  try {
    process.loadEnvFile(path.join(ROOT, '.env'))
  } catch (error) {
    if (error.code !== 'ENOENT') end(78, `the file .env can’t be read (${error.code}): make it readable, or move it away`)
  }
}

/**
 * Runs `work` unless it was run to its end for these very `inputs` (files and folders) and its `outputs` are still there, files
 * with the same content. The stamp goes before the work begins: half a result of an interrupted run is never taken for a whole one.
 */
function once(name, inputs, outputs, work) {
  const stamp = path.join(STAMPS, name)
  const before = fingerprint(inputs)
  const state = () => `${before}\n${fingerprint(outputs.filter((file) => statSync(path.join(ROOT, file)).isFile()))}`
  const isMissing = (file) => !existsSync(path.join(ROOT, file))
  const isDone = () => existsSync(stamp) && !outputs.some(isMissing) && readFileSync(stamp, 'utf8') === state()
  if (isDone()) return
  alone(() => {
    if (isDone()) return
    refuseUnderRunning()
    rmSync(stamp, { force: true })
    work()
    const missing = outputs.filter(isMissing)
    if (missing.length > 0) end(1, `preparing “${name}” did not make ${missing.join(', ')}`)
    mkdirSync(STAMPS, { recursive: true })
    writeFileSync(stamp, state())
  })
}

/** What runs would be mixed with what is made now, and break. */
function refuseUnderRunning() {
  const pid = findRunning(ROOT)
  if (pid === undefined) return
  end(78, `sources or packages have changed, but a Rollcall still runs from this folder (process ${pid}): end that one first`)
}

/** Runs `work` while no other process prepares this folder; waits for one that does. */
function alone(work) {
  const lock = path.join(ROOT, '.cache', 'prepare.lock')
  const release = () => rmSync(lock, { force: true })
  mkdirSync(path.dirname(lock), { recursive: true })
  for (let said = false; !take(lock); ) {
    if (isLeftBehind(lock)) release()
    else if (!said) console.log('rollcall: waiting for another process that prepares this folder…')
    said = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  // A command that fails ends this process.
  process.once('exit', release)
  work()
  process.off('exit', release)
  release()
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Its process is gone, or it is so old that another one must have got the same number, as this one may have. */
function isLeftBehind(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid === process.pid || Date.now() - statSync(lock).mtimeMs > LONGEST_STEP_MS) return true
    // It has just been made and not yet been written.
    if (pid > 0) process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Every package with native code is prebuilt against Node-API, so one installation serves every version of Node. */
function fingerprint(entries) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const entry of entries)
    for (const file of filesOf(path.join(ROOT, entry)))
      hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesOf(entry) {
  if (!existsSync(entry)) return []
  if (statSync(entry).isFile()) return /\.test\.tsx?$/.test(entry) ? [] : [entry]
  return readdirSync(entry)
    .filter((name) => name !== 'node_modules' && name !== 'generated')
    .sort()
    .flatMap((name) => filesOf(path.join(entry, name)))
}

/** npm's own script when npm started us, so that the same npm is used; otherwise the one on PATH. */
export function npm(args, options) {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options)
}

export function install() {
  checkNode()
  once('install', ['package-lock.json'], ['node_modules/.package-lock.json', 'node_modules/next', 'node_modules/esbuild'], () => {
    console.log('rollcall: installing packages from the lock file…')
    npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  })
}

export function generate() {
  once(
    'generate',
    ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json', 'cli/prisma-generate.mjs'],
    ['prisma/generated/client/client.ts', 'prisma/generated/client/internal', 'prisma/generated/client/models'],
    () => {
      run(process.execPath, ['cli/prisma-generate.mjs'], { quiet: true })
    },
  )
}

const SOURCES = ['app', 'components', 'lib', 'server', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts']
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'next.config.js',
  'cli/security-headers.mjs',
  'cli/static-files.mjs',
  'postcss.config.mjs',
]

export function build() {
  once(
    'bundle',
    ['cli', 'lib', 'server', 'demo', 'prisma/migrations', ...SETTINGS],
    ['dist/rollcall.mjs', 'dist/collector.mjs', 'dist/demo.mjs', 'dist/forwarded.mjs', 'dist/cookie-gate.mjs'],
    () => {
      run(process.execPath, ['cli/bundle.mjs'])
    },
  )
  once('next', [...SOURCES, ...SETTINGS], ['.next/BUILD_ID', '.next/server', '.next/static'], () => {
    console.log('rollcall: building the dashboard (about half a minute)…')
    run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { quiet: true, env: { NODE_ENV: 'production' } })
    compressStatic(path.join(ROOT, '.next', 'static'))
  })
}
