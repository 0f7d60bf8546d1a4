import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { processTree } from '#cli/bench/processes.ts'
import { SETTING_NAMES } from '#server/config-names.ts'

export interface Ended {
  code: number | null
  signal: string | null
}

export interface Run {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  /** Lines of standard error; a failed start has one for each thing that is wrong. */
  errors(): string[]
  /** Address of the dashboard without a slash at the end, once it is printed. */
  readonly url: Promise<string>
  /** Resolves when this process and all that hold its output, so all that it started, are gone. */
  readonly gone: Promise<Ended>
  /** Resolves when this text was printed. @throws when the process ends before */
  printed(text: string | RegExp): Promise<void>
  /** Process id of the part that runs this file, such as `web.mjs`. */
  pidOf(file: string): number | undefined
}

/** Every run of a test file, so that what they printed can be looked through, and none is left behind. */
export const runs: Run[] = []

/** What `npm start` would prepare, done once, so that no single test pays for it. */
export function prepareAll(): void {
  const script = `const p = await import('./cli/prepare.mjs'); p.install(); p.generate(); p.build()`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the product can’t be built:\n${stderr}`)
}

/** What `npm start` runs, or `command` instead, on a free port, with these settings and no others. */
export function start(
  settings: Record<string, string>,
  env: Record<string, string> = {},
  command: readonly [string, ...string[]] = [process.execPath, path.join('cli', 'start.mjs')],
): Run {
  // Set but empty: a developer's own .env must not reach in.
  const none = Object.fromEntries(SETTING_NAMES.map((name) => [name, '']))
  const [program, ...args] = command
  const child = spawn(program, args, {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'production',
      ...none,
      PORT: '0',
      ...settings,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
    look()
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
    look()
  })
  const gone = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
  const until = <T>(find: () => T | null | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const watcher = () => {
        const found = find()
        if (found === null || found === undefined) return
        watchers.delete(watcher)
        resolve(found)
      }
      watchers.add(watcher)
      watcher()
      void gone.then(({ code }) => reject(new Error(`ended with code ${String(code)}:\n${out}${err}`)))
    })
  const url = until(() => /Rollcall: (http:\S+?)\/?\n/.exec(out)?.[1])
  // A test that expects no address has nobody waiting for it.
  url.catch(() => undefined)
  const run: Run = {
    child,
    stdout: () => out,
    stderr: () => err,
    errors: () => err.split('\n').filter((line) => line !== ''),
    url,
    gone,
    printed: async (text) => {
      await until(() => (typeof text === 'string' ? (out + err).includes(text) : text.test(out + err)) || null)
    },
    pidOf: (file) => processTree(child.pid ?? 0).find((pid) => pid !== child.pid && commandOf(pid).includes(file)),
  }
  runs.push(run)
  return run
}

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const { child, gone } of runs) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await gone
  }
}

/** Somebody else who listens on this port of this machine, or on a free one. */
export async function occupy(port = 0): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer()
  const taken = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(true))
    server.listen(port, '127.0.0.1', () => resolve(false))
  })
  return { port: taken ? port : portOf(server), close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  return address.port
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
