import { fork } from 'node:child_process'
import path from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { systemClock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import { loadConfig } from '#server/config-env.ts'
import { isDefaultPassword } from '#server/manager/default-password.ts'
import { demoMix } from '#server/store/demo-mix.ts'
import { openStore } from '#server/store/open-store.ts'
import { reservePast } from '#server/store/past-writer.ts'
import { openSqlite, type Sqlite } from '#server/store/sqlite.ts'
import { childPart } from './child-part.ts'
import { addDemoPast, tellDemoPast } from './demo-past.ts'
import { type DemoHandle, startDemoProcess } from './demo-process.ts'
import { keepRunning, type Part } from './keep-running.ts'
import { hostAndPort } from './listening.mjs'
import { probePort } from './probe-port.ts'

/** How long the collector and the web, and after them the demo, may take to end; together less than 10 s. */
const GRACE_MS = 7_000
const DEMO_GRACE_MS = 2_000
const PARENT_LOOK_MS = 500
/** A part that ends with this code said why itself, and trying again would say it again. */
const CONFIGURATION_EXIT = 78
/** 260,000 agents take a third of it. V8 lets a heap of at most so much grow by 1.6 from one full collection to the next, not by 4 (decision 31). */
const WEB_HEAP_MB = 1024

/** `npm start` after everything is prepared: checks, migrates, then runs demo, collector and web until told to stop. */
export async function supervise({ env, development }: { env: NodeJS.ProcessEnv; development: boolean }): Promise<void> {
  const stopping = new AbortController()
  // Every time, not once: Ctrl+C under npm arrives twice, and the second must not cut off the clean end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
  // Without a listener Node opens a debugger, to whoever is on this machine.
  if (!development) process.on('SIGUSR1', () => undefined)
  if (env['npm_lifecycle_event'] !== undefined) endWithParent(stopping)
  // Whoever read the log has gone; that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

  const checked = settings(env, { tell: true })
  const withDemo = checked.demo && checked.managers.length === 0
  await checkPorts(checked, withDemo)
  prepareStore(checked, withDemo)
  const demo = withDemo ? await startDemo(checked, stopping.signal) : null
  if (demo) Object.assign(env, demo.env)
  const config = demo ? settings(env) : checked
  // The parts get what was checked, not what was written: an empty HOST would have the web listen everywhere.
  Object.assign(env, { HOST: config.host, PORT: String(config.port), LOG_LEVEL: config.logLevel })

  const common = { clock: systemClock, say, graceMs: GRACE_MS, signal: stopping.signal }
  // The demo goes last, so that a pass that is being ended does not find its manager gone.
  const demoStopping = new AbortController()
  const demoDone = demo
    ? keepRunning('demo', { ...common, graceMs: DEMO_GRACE_MS, signal: demoStopping.signal, start: demo.start }).done
    : Promise.resolve()
  const collector = keepRunning('collector', { ...common, start: () => startCollector(env) })
  const past = demo ? givePast(config, stopping.signal) : Promise.resolve()
  let isUp = false
  const listening = (port: number) => {
    if (isUp) return
    isUp = true
    // After a restart it is found at the same address.
    env['PORT'] = String(port)
    announce(config, port, demo)
  }
  const web = keepRunning('web', {
    ...common,
    start: () => startWeb(env, development, listening),
    // Once it has run, the settings are not to blame.
    isFinal: (code) => code === CONFIGURATION_EXIT && !isUp,
  })

  const code = await Promise.race([web.failed, aborted(stopping.signal).then(() => 0)])
  stopping.abort()
  await Promise.all([web.done, collector.done, past])
  demoStopping.abort()
  await demoDone
  process.exit(code)
}

/** A signal to npm ends npm and the shell between us, but does not reach us. */
function endWithParent(stopping: AbortController): void {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || stopping.abort(), PARENT_LOOK_MS).unref()
}

function settings(env: NodeJS.ProcessEnv, { tell = false } = {}): Config {
  const loaded = loadConfig(env)
  if (!loaded.ok) return fail(loaded.problems)
  if (tell) for (const warning of loaded.warnings) say(warning)
  return loaded.config
}

/** Before anything runs, so that nothing has to be ended again. */
async function checkPorts({ host, port, demoPort }: Config, withDemo: boolean): Promise<void> {
  const problems = [await probePort(host, port, 'PORT')]
  if (withDemo && demoPort !== null) {
    const isSame = port !== 0 && demoPort === port
    problems.push(
      isSame ? `DEMO_PORT and PORT are both ${port}: set another one` : await probePort('127.0.0.1', demoPort, 'DEMO_PORT'),
    )
  }
  const found = problems.filter((problem) => problem !== null)
  if (found.length > 0) fail(found)
}

function prepareStore(config: Config, withDemo: boolean): void {
  const opened = openStore(config.databaseFile)
  if (!opened.ok) fail([opened.problem.message])
  const mixed = demoMix(opened.db, config)
  if (withDemo && mixed === null) reservePast(opened.db)
  opened.db.close()
  if (mixed !== null) fail([mixed])
  if (opened.backup !== null) console.log(`rollcall: the store was brought up to date; a copy from before is ${opened.backup}`)
}

async function startDemo(config: Config, signal: AbortSignal): Promise<DemoHandle> {
  try {
    return await startDemoProcess(config, signal)
  } catch (error) {
    if (signal.aborted) process.exit(0)
    return fail([error instanceof Error ? error.message : String(error)])
  }
}

/** A newcomer's charts are not to be empty. Without it everything else works, so that a failure is only said. */
async function givePast(config: Config, signal: AbortSignal): Promise<void> {
  let db: Sqlite | null = null
  try {
    db = openSqlite(config.databaseFile)
    await addDemoPast({ db, clock: systemClock, signal, tell: (until) => tellDemoPast(config, until, signal) })
  } catch (error) {
    if (!signal.aborted) say(`the demo’s past could not be made: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    db?.close()
  }
}

function startCollector(env: NodeJS.ProcessEnv): Part {
  const worker = new Worker(path.resolve('dist', 'collector.mjs'), {
    env,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  worker.on('error', (error: unknown) => say(`collector: ${error instanceof Error ? error.message : String(error)}`))
  return {
    ended: new Promise((resolve) => worker.once('exit', resolve)),
    stop: () => worker.postMessage('stop'),
    kill: () => void worker.terminate(),
  }
}

function startWeb(env: NodeJS.ProcessEnv, development: boolean, listening: (port: number) => void): Part {
  const child = fork('cli/web.mjs', {
    env: {
      ...env,
      NODE_ENV: development ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      // The file .env is read already; Next would read it otherwise than Node does.
      __NEXT_PROCESSED_ENV: 'true',
      ...(development && { ROLLCALL_DEV: '1' }),
    },
    execArgv: development ? [] : webFlags(env['NODE_OPTIONS'] ?? ''),
  })
  child.on('message', (message) => {
    if (typeof message === 'object' && 'port' in message && typeof message.port === 'number') listening(message.port)
  })
  return childPart(child)
}

/** @param own flags that whoever starts us sets for every process */
function webFlags(own: string): string[] {
  // On a machine so small that V8 takes less, that stays; and so does what somebody chose.
  const isChosen = /max[-_]old[-_]space[-_]size/.test(own) || getHeapStatistics().heap_size_limit < WEB_HEAP_MB * 2 ** 20
  const heap = isChosen ? [] : [`--max-old-space-size=${WEB_HEAP_MB}`]
  // No key of an object is its prototype there; `server/harden.mjs` does the rest once all code is loaded.
  return [...heap, '--max-semi-space-size=8', '--disable-proto=delete']
}

function announce(config: Config, port: number, demo: DemoHandle | null) {
  console.log(`\n  Rollcall: http${config.tls === null ? '' : 's'}://${hostAndPort(config.host, port)}/`)
  if (config.publicOrigin !== null) console.log(`  Behind your proxy: ${config.publicOrigin}/`)
  if (demo) {
    console.log(`  Demo manager with ${config.demoAgents} invented agents at ${demo.url}`)
    console.log('  Sign in with analyst / analyst (reads all agents) or wazuh / wazuh (administrator).\n')
  } else {
    console.log(`  Sign in with your account of ${config.managers.map((m) => m.name).join(', ')}.\n`)
  }
  // The demo's passwords are known to everybody anyway.
  for (const { name, user, password } of config.demo ? [] : config.managers) {
    if (isDefaultPassword(user, password))
      say(
        `${name}: Rollcall collects as “${user}” with the password of every new manager: change it, and see docs/deploy.md for an account that may only read`,
      )
  }
}

function say(line: string) {
  console.error(`rollcall: ${line}`)
}

function fail(problems: readonly string[]): never {
  for (const problem of problems) say(problem)
  process.exit(CONFIGURATION_EXIT)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )
}
