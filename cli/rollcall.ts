import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Config } from '#server/config.ts'
import { loadConfig } from '#server/config-env.ts'
import { demoMix } from '#server/store/demo-mix.ts'
import { openStore } from '#server/store/open-store.ts'
import { type DemoHandle, startDemoProcess } from './demo-process.ts'
import { keepRunning } from './keep-running.ts'

/** How long a clean end may take before the rest is cut off. */
const STOP_MS = 10_000

/** `npm start` after everything is prepared: checks, migrates, then runs demo, collector and web until told to stop. */
export async function supervise({ env, development }: { env: NodeJS.ProcessEnv; development: boolean }): Promise<void> {
  const stopping = new AbortController()
  const first = loadConfig(env)
  if (!first.ok) return fail(first.problems)
  let demo: DemoHandle | null = null
  let config = first.config
  if (config.demo && config.managers.length === 0) {
    demo = await startDemoProcess(config, stopping.signal).catch((error: unknown) =>
      fail([error instanceof Error ? error.message : String(error)]),
    )
    Object.assign(env, demo.env)
    const second = loadConfig(env)
    if (!second.ok) return fail(second.problems)
    config = second.config
  }
  // The parts get what was checked, not what was written: an empty HOST would have the web listen everywhere.
  Object.assign(env, { HOST: config.host, PORT: String(config.port), LOG_LEVEL: config.logLevel })
  const opened = openStore(config.databaseFile)
  if (!opened.ok) {
    demo?.stop()
    return fail([opened.problem.message])
  }
  const mixed = demoMix(opened.db, config)
  if (mixed !== null) {
    demo?.stop()
    return fail([mixed])
  }
  if (opened.backup !== null) console.log(`rollcall: the store was brought up to date; a copy from before is ${opened.backup}`)
  opened.db.close()

  const collector = keepRunning('collector', stopping.signal, () => {
    const worker = new Worker(path.resolve('dist', 'collector.mjs'), {
      env,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    return {
      ended: new Promise((resolve) => worker.once('exit', resolve).once('error', (error) => report('collector', error))),
      stop: () => worker.postMessage('stop'),
    }
  })
  const web = keepRunning('web', stopping.signal, () => {
    const child = fork('cli/web.mjs', {
      env: {
        ...env,
        NODE_ENV: development ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        ...(development && { ROLLCALL_DEV: '1' }),
      },
      execArgv: development ? [] : ['--max-semi-space-size=8'],
    })
    child.on('message', (message) => announce(config, portOf(message) ?? config.port, demo))
    return { ended: ended(child), stop: () => child.kill('SIGTERM') }
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const code = await Promise.race([web.failed, aborted(stopping.signal).then(() => 0)])
  stopping.abort()
  const cut = setTimeout(() => process.exit(code), STOP_MS)
  await Promise.all([web.done, collector.done])
  demo?.stop()
  clearTimeout(cut)
  process.exit(code)
}

let announced = false
function announce(config: Config, port: number, demo: DemoHandle | null) {
  if (announced) return
  announced = true
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  console.log(`\n  Rollcall: http://${host}:${port}/`)
  if (demo) {
    console.log(`  Demo manager with ${config.demoAgents} invented agents at ${demo.url}`)
    console.log('  Sign in with analyst / analyst (reads all agents) or wazuh / wazuh (administrator).\n')
  } else {
    console.log(`  Sign in with your account of ${config.managers.map((m) => m.name).join(', ')}.\n`)
  }
}

function fail(problems: readonly string[]): never {
  for (const problem of problems) console.error(`rollcall: ${problem}`)
  process.exit(78)
}

function portOf(message: unknown): number | null {
  return typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number'
    ? message.port
    : null
}

function report(name: string, error: unknown) {
  console.error(`rollcall: ${name}: ${error instanceof Error ? error.message : String(error)}`)
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )
}
