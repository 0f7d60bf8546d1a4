import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from '#server/config.ts'

export interface DemoHandle {
  readonly url: string
  /** Settings that point the product at this demo manager. */
  readonly env: Record<string, string>
  stop(): void
}

/** Starts the demo manager as a process of its own; it takes a free port when 55000 is taken. @throws Error when it does not come up */
export async function startDemoProcess(config: Config, signal: AbortSignal): Promise<DemoHandle> {
  const port = config.demoPort === null ? ['--port', '55000', '--port-or-free'] : ['--port', String(config.demoPort)]
  const args = [
    '--agents',
    String(config.demoAgents),
    '--seed',
    String(config.demoSeed),
    ...port,
    '--cert-dir',
    'data/demo-manager',
    '--exit-with-stdin',
  ]
  const child = spawn(process.execPath, [path.resolve('dist', 'demo.mjs'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the demo manager ended with code ${String(code)}`)))
  })
  const { url, fingerprint } = readReady(line)
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
    stop: () => void child.kill('SIGTERM'),
  }
}

function readReady(line: string): { url: string; fingerprint: string } {
  const value: unknown = JSON.parse(line)
  if (typeof value === 'object' && value !== null && 'url' in value && 'fingerprint' in value) {
    return { url: String(value.url), fingerprint: String(value.fingerprint) }
  }
  throw new Error('the demo manager did not say where it listens')
}
