import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { startDemo } from '#demo/start.ts'
import { SETTING_NAMES } from '#server/config-names.ts'

export type Demo = Awaited<ReturnType<typeof startDemo>>

export interface Rollcall {
  /** Address of the dashboard, without a slash at the end. */
  readonly url: string
  readonly demo: Demo
  /** Path of its store. */
  readonly databaseFile: string
  /** Kills the process that serves pages, as a crash would; it is started again on the same port. */
  killWeb(): void
  /** All that it has written so far. */
  log(): string
  stop(): Promise<void>
}

interface Options {
  demo?: Parameters<typeof startDemo>[0]
  env?: Record<string, string>
  /** Brings the demo manager into a state before the product meets it. */
  prepare?: (demo: Demo) => unknown
}

/** The built product against a demo manager of its own, with a store of its own, on free ports. */
export async function startRollcall({ demo: demoOptions, env = {}, prepare }: Options = {}): Promise<Rollcall> {
  const demo = await startDemo({ agents: 500, seed: 7, ...demoOptions })
  await prepare?.(demo)
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-e2e-'))
  const databaseFile = path.join(folder, 'store.db')
  const child = spawn(process.execPath, ['cli/start.mjs'], {
    env: productEnvironment({
      PORT: '0',
      DATABASE_URL: `file:${databaseFile}`,
      MANAGER_URL: demo.url,
      // Only the embedded demo may be called demo.
      MANAGER_NAME: env['ROLLCALL_DEMO'] === '1' ? 'demo' : 'main',
      MANAGER_USER: 'analyst',
      MANAGER_PASSWORD: 'analyst',
      MANAGER_FINGERPRINT: demo.fingerprint,
      SYNC_INTERVAL_SECONDS: '5',
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails or runs out of time may never come to stop it; then it goes with the process of the tests.
  const leave = () => child.kill()
  process.once('exit', leave)
  const stop = async () => {
    process.off('exit', leave)
    await end(child)
    await demo.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const lines: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => lines.push(part.toString('utf8')))
    return { url: await addressOf(child), demo, databaseFile, log: () => lines.join(''), killWeb: () => killWeb(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function killWeb({ pid }: ChildProcess): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
  const web = children.find((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('web.mjs'))
  if (web === undefined) throw new Error('no process serves pages')
  process.kill(web, 'SIGKILL')
}

/** The environment of a product under test: these settings and no others, whatever a developer's shell or file .env holds. */
export function productEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (name.startsWith('ROLLCALL_')) delete env[name]
  // Set but empty counts as not set, and keeps .env from filling it in.
  for (const name of SETTING_NAMES) env[name] = ''
  return Object.assign(env, settings)
}

/** The address it prints once it serves; what it printed otherwise is the error. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const read = (line: string) => {
      printed += `${line}\n`
      const url = /Rollcall: (https?:\/\/\S+?)\/?$/.exec(line)?.[1]
      if (url) resolve(url)
    }
    if (child.stdout) createInterface({ input: child.stdout }).on('line', read)
    if (child.stderr) createInterface({ input: child.stderr }).on('line', read)
    // Not when it ends: what it printed last may come after that.
    child.once('close', (code) => reject(new Error(`rollcall ended with code ${String(code)}:\n${printed}`)))
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
