import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { openStore } from '#server/store/open-store.ts'
import { processTree } from './processes.ts'

export interface Product {
  readonly url: string
  readonly cookie: string
  /** Of an account that sees some groups only. */
  readonly limitedCookie: string
  readonly database: string
  /** Lines of event-loop delay of the web process, see measure-loop.mjs. */
  readonly loopFile: string
  /** Supervisor with its collector thread, and the web. */
  pids(): number[]
  readonly demoPid: number
  /** Gives the first `count` agents another version at the manager. */
  changeAgents(count: number): Promise<void>
  stop(): Promise<void>
}

const demoReady = z.object({ url: z.string(), fingerprint: z.string(), controlPort: z.number() })

/** Leaves the lowest ids to a past that is written later. */
function reserveIds(database: string): void {
  const opened = openStore(database)
  if (!opened.ok) throw new Error(opened.problem.message)
  for (const table of ['Pass', 'Transition'])
    opened.db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, 10_000_000)
  opened.db.close()
}

/** The built product against a demo manager in a process of its own, without its request limit; signed in. */
export async function startProduct(agents: number): Promise<Product> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-bench-'))
  const demo = spawn(
    process.execPath,
    [
      'dist/demo.mjs',
      // The figures are of the product; the manager's own time would drown them.
      '--no-latency',
      '--agents',
      String(agents),
      '--seed',
      '7',
      '--port',
      '0',
      '--requests-per-minute',
      '0',
      '--control-port',
      '0',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const { url: managerUrl, fingerprint, controlPort } = demoReady.parse(JSON.parse(await firstLine(demo, /./)))
  const database = path.join(folder, 'store.db')
  reserveIds(database)
  const loopFile = path.join(folder, 'loop.jsonl')
  const main = spawn(process.execPath, ['cli/start.mjs'], {
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: `file:${database}`,
      MANAGER_URL: managerUrl,
      MANAGER_NAME: 'main',
      MANAGER_USER: 'analyst',
      MANAGER_PASSWORD: 'analyst',
      MANAGER_FINGERPRINT: fingerprint,
      // Shorter than the product's 30 s, but not so short that small passes eat the budget of the full ones.
      SYNC_INTERVAL_SECONDS: '15',
      LOG_LEVEL: 'warn',
      ROLLCALL_MEASURE: loopFile,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = /http:\/\/[^/\s]+/.exec(await firstLine(main, /Rollcall: http/))?.[0] ?? ''
  return {
    url,
    cookie: await signIn(url, 'analyst'),
    limitedCookie: await signIn(url, 'branch'),
    database,
    loopFile,
    pids: () => processTree(main.pid ?? 0),
    demoPid: demo.pid ?? 0,
    changeAgents: async (count) => {
      for (let id = 1; id <= count; id++) {
        const url = `http://127.0.0.1:${controlPort}/agents/${String(id).padStart(3, '0')}`
        await fetch(url, { method: 'PATCH', body: JSON.stringify({ version: 'Wazuh v4.0.1' }) })
      }
    },
    stop: async () => {
      await end(main)
      await end(demo)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function signIn(url: string, account: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: account, password: account }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 201 || !cookie) throw new Error(`sign-in of ${account} answered ${answer.status}`)
  return cookie
}

function firstLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a process ended early with code ${String(code)}`)))
    if (!child.stdout) return reject(new Error('no output to read'))
    createInterface({ input: child.stdout }).on('line', (line) => pattern.test(line) && resolve(line))
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
