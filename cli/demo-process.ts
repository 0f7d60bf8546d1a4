import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from '#server/config.ts'
import { childPart } from './child-part.ts'
import type { Part } from './keep-running.ts'

export interface DemoHandle {
  readonly url: string
  /** Settings that point the product at this demo manager. */
  readonly env: Record<string, string>
  /** The running process the first time, then a new one at the same address. */
  start(): Part
}

const USUAL_PORT = 55_000

/**
 * Starts the demo manager as a process of its own; it takes a free port when 55000 is taken.
 * @throws Error when it does not come up, or `signal` aborts
 */
export async function startDemoProcess(config: Config, signal: AbortSignal): Promise<DemoHandle> {
  const { child, part } = launch(config, firstPort(config))
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    void part.ended.then((code) => reject(new Error(`the demo manager ended with code ${String(code)}`)))
  })
  signal.removeEventListener('abort', stop)
  const { url, fingerprint } = readReady(line)
  let first: Part | null = part
  return {
    url,
    env: {
      MANAGER_URL: url,
      MANAGER_NAME: 'demo',
      // Least privilege, as docs advise for a real manager: this account reads agents and groups only.
      MANAGER_USER: 'analyst',
      MANAGER_PASSWORD: 'analyst',
      MANAGER_FINGERPRINT: fingerprint,
      ROLLCALL_DEMO: '1',
    },
    start() {
      if (first === null) return launch(config, ['--port', new URL(url).port]).part
      const running = first
      first = null
      return running
    },
  }
}

function firstPort({ demoPort, port }: Config): string[] {
  if (demoPort !== null) return ['--port', String(demoPort)]
  return port === USUAL_PORT ? ['--port', '0'] : ['--port', String(USUAL_PORT), '--port-or-free']
}

function launch(config: Config, port: readonly string[]) {
  const fleet = ['--agents', String(config.demoAgents), '--seed', String(config.demoSeed)]
  const child = spawn(
    process.execPath,
    [path.resolve('dist', 'demo.mjs'), ...fleet, ...port, '--cert-dir', 'data/demo-manager', '--exit-with-stdin'],
    // In a group of its own Ctrl+C does not reach it, so that it ends last; with its standard input it ends anyway.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  )
  // Nobody reads more than its first line.
  child.stdout.resume()
  return { child, part: childPart(child) }
}

function readReady(line: string): { url: string; fingerprint: string } {
  const value: unknown = JSON.parse(line)
  if (typeof value === 'object' && value !== null && 'url' in value && 'fingerprint' in value) {
    return { url: String(value.url), fingerprint: String(value.fingerprint) }
  }
  throw new Error('the demo manager did not say where it listens')
}
