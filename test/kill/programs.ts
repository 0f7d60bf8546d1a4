import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import { expect } from 'vitest'
import { verifyChain } from '#server/store/audit-chain.ts'
import { auditBounds, auditRows } from '#server/store/audit-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import type { collectorRig } from '../collector-rig.ts'
import { until } from '../until.ts'

/** Whether the system tells of a program that it stands; others than Linux have no /proc. */
export const CAN_HOLD = process.platform === 'linux'

/** Programs as single files, as `npm start` makes them: one starts in a fraction of the time. They lie below the root, where migrations are found. */
export async function buildPrograms<Name extends string>(entryPoints: Record<Name, string>) {
  const outdir = mkdtempSync(path.resolve('node_modules', '.rollcall-kill-'))
  await build({
    ...{ entryPoints, outdir, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', target: 'node20', format: 'esm' },
    ...{ packages: 'external', logLevel: 'warning' },
  })
  return {
    /** Starts one with these settings and no others. */
    start(name: Name, env: Readonly<Record<string, string>>, args: readonly string[] = []): Program {
      const child = spawn(process.execPath, [path.join(outdir, `${name}.mjs`), ...args], {
        env: { NODE_ENV: 'test', PATH: process.env['PATH'], LOG_LEVEL: 'silent', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      return new Program(child)
    },
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  }
}

/** What a program needs to work for the manager of a rig, in its store. */
export function collectorSettings({ demo, store }: Pick<Awaited<ReturnType<typeof collectorRig>>, 'demo' | 'store'>) {
  return {
    MANAGER_URL: demo.url,
    MANAGER_NAME: 'main',
    MANAGER_USER: 'wazuh',
    MANAGER_PASSWORD: 'wazuh',
    MANAGER_FINGERPRINT: demo.fingerprint,
    DATABASE_URL: `file:${store.file}`,
    SYNC_INTERVAL_SECONDS: '5',
  }
}

class Program {
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess
  #said = ''
  #failed = ''
  readonly #watchers = new Set<() => void>()

  constructor(child: ChildProcess) {
    this.#child = child
    this.ended = new Promise((resolve) => child.once('close', resolve))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text
      for (const watcher of this.#watchers) watcher()
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#failed += text
    })
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves once it has said this, or has ended. */
  async said(word: string): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      const look = () => {
        if (this.#said.includes(word)) resolve()
      }
      this.#watchers.add(look)
      look()
    })
    await Promise.race([heard, this.ended])
  }

  /** Everything that it has said until now. */
  get text(): string {
    return this.#said
  }

  /** Holds it in the middle of whatever it does, until it may go on. Resolves when it stands. Where `CAN_HOLD`. */
  async hold(): Promise<void> {
    this.#child.kill('SIGSTOP')
    // The state follows the name, which stands in brackets.
    const stands = () => /\) [TZX]/.test(readFileSync(`/proc/${this.#child.pid}/stat`, 'latin1'))
    await until(stands)
  }

  goOn(): void {
    this.#child.kill('SIGCONT')
  }

  /** Lets some milliseconds pass, then ends it as a power cut would; nothing of it runs any more. @throws when it has failed before */
  async killAfter(ms: number): Promise<void> {
    await wait(ms)
    this.#child.kill('SIGKILL')
    const code = await this.ended
    if (code !== null && code > 0) throw new Error(`it ended by itself with code ${code}: ${this.#said}${this.#failed}`)
  }
}

/** What must hold of a store at any instant: no page is torn, every row has what it belongs to, and the audit log is whole. */
export function expectIntact(file: string): void {
  const db = openSqlite(file)
  try {
    expect(db.all('PRAGMA integrity_check')).toEqual([['ok']])
    expect(db.all('SELECT agentKey FROM Keepalive WHERE agentKey NOT IN (SELECT key FROM Agent)')).toEqual([])
    expect(db.all('SELECT key FROM Agent WHERE key IN (SELECT key FROM Tombstone)')).toEqual([])
    expect(db.all('SELECT a.key FROM Agent a JOIN Manager m ON m.id = a.managerId WHERE a.revision > m.revision')).toEqual([])
    expect(db.all('SELECT id FROM "Transition" WHERE passId NOT IN (SELECT id FROM Pass)')).toEqual([])
    const chain = verifyChain(auditRows(db), { ...auditBounds(db), heads: [], keys: [] })
    expect(chain.faults).toEqual([])
  } finally {
    db.close()
  }
}
