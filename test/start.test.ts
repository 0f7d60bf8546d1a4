import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect } from 'node:tls'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDemo } from '#demo/start.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { makeCertificate, startListener } from './manager-server.ts'
import { endAll, occupy, prepareAll, type Run, runs, start } from './start-rig.ts'

const CANARY = 'c4n4ry-Passw0rd!'
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-start-'))
let file: string
let count = 0
beforeAll(prepareAll, 300_000)
beforeEach(() => {
  file = path.join(folder, `${++count}.db`)
})
afterAll(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

const demo = (env: Record<string, string> = {}) =>
  start({ DATABASE_URL: `file:${file}`, DEMO_AGENTS: '50', DEMO_PORT: '0', SYNC_INTERVAL_SECONDS: '5' }, env)
const against = (url: string | URL, settings: Record<string, string> = {}) =>
  start({
    DATABASE_URL: `file:${file}`,
    MANAGER_URL: new URL(url).origin,
    MANAGER_USER: 'reader',
    MANAGER_PASSWORD: CANARY,
    ...settings,
  })

async function expectServing(run: Run): Promise<void> {
  const url = await run.url
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
  expect((await fetch(`${url}/sign-in`)).status).toBe(200)
}

/** Asked to end, it ends with code 0 and leaves nobody who holds its output. */
async function expectCleanEnd(run: Run, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  run.child.kill(signal)
  const late = new Promise((resolve) => setTimeout(resolve, 60_000, 'not ended after a minute').unref())
  expect(await Promise.race([run.gone, late])).toEqual({ code: 0, signal: null })
}

/** Resolves when the collector has begun for the nth time. */
const collecting = (run: Run, times: number) => run.printed(new RegExp(`(?:"msg":"Collecting"[^]*){${times}}`))

function certificateAt(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.on('error', (error) => resolve(error.message))
  })
}

/** What the pages say of the manager. */
function managerRow() {
  const db = openSqlite(file)
  try {
    return db.get('SELECT state, problem FROM "Manager"')
  } finally {
    db.close()
  }
}

describe('a start without configuration', () => {
  it('takes a free port for the demo when 55000 is taken, and says how to sign in', async () => {
    const other = await occupy(55_000)
    const run = start({ DATABASE_URL: `file:${file}`, DEMO_AGENTS: '50' })
    await expectServing(run)
    await run.printed('Sign in with analyst')
    const port = Number(/Demo manager with 50 invented agents at https:\/\/127\.0\.0\.1:(\d+)/.exec(run.stdout())?.[1])
    expect(port).toBeGreaterThan(0)
    expect(port).not.toBe(55_000)
    await run.printed('"outcome":"ok"')
    await expectCleanEnd(run)
    expect(run.errors()).toEqual([])
    await other.close()
  })

  it('leaves 55000 to the dashboard when that is its port', async () => {
    const other = await occupy(55_000)
    await other.close()
    const run = start({ DATABASE_URL: `file:${file}`, DEMO_AGENTS: '5', PORT: '55000' })
    // Somebody else on this machine may hold it for good; then there is one line about it.
    const ended = await Promise.race([run.url.catch(() => null), run.gone.then(() => null)])
    if (ended === null) expect(run.errors()).toEqual([expect.stringContaining('127.0.0.1:55000: another program')])
    else await expectCleanEnd(run)
  })
})

describe('the page comes up although', () => {
  it('nobody listens where the manager should be', async () => {
    const nobody = await occupy()
    await nobody.close()
    const run = against(`https://127.0.0.1:${nobody.port}`)
    await expectServing(run)
    await run.printed('Pass failed')
    await expect.poll(managerRow).toEqual(['unreachable', expect.stringMatching(/\S/)])
    await expectCleanEnd(run)
  })

  it('the manager refuses the password', async () => {
    const manager = await startDemo({ agents: 5, seed: 1 })
    const run = against(manager.url, { MANAGER_FINGERPRINT: manager.fingerprint })
    await expectServing(run)
    await run.printed('Pass failed')
    await expect.poll(managerRow).toEqual(['refused', expect.stringMatching(/\S/)])
    await expectCleanEnd(run)
    await manager.stop()
  })

  it('the certificate is refused: its fingerprint and the line to set are printed whatever is logged, nothing was sent', async () => {
    const certificate = await makeCertificate()
    const listener = await startListener(certificate)
    const run = against(listener.url, { LOG_LEVEL: 'silent' })
    await expectServing(run)
    await run.printed(`\nMANAGER_FINGERPRINT=${certificate.fingerprint}\n`)
    await expectCleanEnd(run)
    expect(run.errors()).toEqual([
      "rollcall: 127.0.0.1: The manager's certificate is refused: it is self-signed. Nothing was sent.",
      expect.stringMatching(/^rollcall: the SHA-256 fingerprint of that certificate is ([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      expect.stringMatching(/^rollcall: if that is the right one/),
      `MANAGER_FINGERPRINT=${certificate.fingerprint}`,
    ])
    expect(listener.connections()).toBeGreaterThan(0)
    expect(Buffer.concat(listener.received).toString()).toBe('')
    await listener.close()
  })

  it('the manager never answers; and it ends in the middle of that', async () => {
    const certificate = await makeCertificate()
    const listener = await startListener(certificate)
    const run = against(listener.url, { MANAGER_FINGERPRINT: certificate.fingerprint })
    await expectServing(run)
    await expect.poll(() => listener.received.length).toBeGreaterThan(0)
    await expectCleanEnd(run)
    await listener.close()
  })
})

describe('a part that dies is started again while the others go on:', () => {
  it('the collector, ever more slowly, and nobody takes its place meanwhile', async () => {
    const strike = path.join(folder, 'strike')
    const preload = path.join(folder, 'strike.mjs')
    // From inside the collector's thread, as a bug would, whenever the test makes the file.
    writeFileSync(
      preload,
      `import { existsSync, rmSync } from 'node:fs'
      import { isMainThread } from 'node:worker_threads'
      if (!isMainThread && process.argv[1].endsWith('collector.mjs')) setInterval(() => {
        if (!existsSync(${JSON.stringify(strike)})) return
        rmSync(${JSON.stringify(strike)})
        throw new Error('struck')
      }, 20).unref()`,
    )
    const run = demo({ NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` })
    await expectServing(run)
    const web = run.pidOf('web.mjs')
    for (const seconds of [1, 2]) {
      await collecting(run, seconds)
      writeFileSync(strike, '')
      await run.printed(`starting it again in ${seconds} s`)
      await expectServing(run)
    }
    await collecting(run, 3)
    expect(run.errors()).toEqual([
      'rollcall: collector: struck',
      'rollcall: collector ended with code 1, starting it again in 1 s',
      'rollcall: collector: struck',
      'rollcall: collector ended with code 1, starting it again in 2 s',
    ])
    expect(run.stdout()).not.toContain('Another Rollcall')
    expect(run.pidOf('web.mjs')).toBe(web)
    await expectCleanEnd(run)
  })

  it.runIf(process.platform === 'linux')(
    'the web, at the same address, with the same flags; no signal opens a debugger',
    async () => {
      const run = demo()
      await expectServing(run)
      process.kill(run.pidOf('web.mjs') ?? 0, 'SIGKILL')
      await run.printed('web ended with code SIGKILL, starting it again in 1 s')
      await expect.poll(() => expectServing(run).then(() => 'serving', String)).toBe('serving')
      const flags = readFileSync(`/proc/${run.pidOf('web.mjs')}/cmdline`, 'utf8').split('\0')
      expect(flags).toContain('--disable-proto=delete')
      for (const pid of [run.pidOf('web.mjs'), run.child.pid]) process.kill(pid ?? 0, 'SIGUSR1')
      await expectServing(run)
      await expectCleanEnd(run)
      // A debugger would have said where it listens.
      expect(run.errors()).toHaveLength(1)
    },
  )

  it.runIf(process.platform === 'linux')('the demo, at the same address and with the same certificate', async () => {
    const run = demo()
    await run.url
    const portOfDemo = () => Number(/agents at https:\/\/127\.0\.0\.1:(\d+)/.exec(run.stdout())?.[1])
    await expect.poll(portOfDemo).toBeGreaterThan(0)
    const port = portOfDemo()
    const before = await certificateAt(port)
    process.kill(run.pidOf('demo.mjs') ?? 0, 'SIGKILL')
    await run.printed('demo ended with code SIGKILL, starting it again in 1 s')
    await expectServing(run)
    await expect.poll(() => certificateAt(port)).toBe(before)
    expect(run.errors()).toHaveLength(1)
    await expectCleanEnd(run)
  })
})

describe('an end leaves nothing behind:', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s while it runs', async (signal) => {
    const run = demo()
    await run.url
    await expectCleanEnd(run, signal)
  })

  it('SIGTERM while people read: streams say that they end, what was asked for still comes', async () => {
    const run = demo()
    const url = await run.url
    await run.printed('"outcome":"ok"')
    const body = JSON.stringify({ username: 'analyst', password: 'analyst' })
    const json = { 'content-type': 'application/json' }
    const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers: json, body })
    const headers = { cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    const [stream, file] = await Promise.all(['live', 'agents/export'].map((path) => fetch(`${url}/api/${path}`, { headers })))
    const ended = expectCleanEnd(run)
    expect((await stream?.text())?.trim().split('\n\n').at(-1)).toContain('"why":"stopping"')
    expect((await file?.text())?.trim().split('\n')).toHaveLength(51)
    await ended
  })

  it('Ctrl+C under npm, where the signal comes twice', async () => {
    const run = demo()
    await run.url
    run.child.kill('SIGINT')
    await expectCleanEnd(run, 'SIGINT')
  })

  it('npm ended, whose signal does not reach what it started', async () => {
    const run = start({ DATABASE_URL: `file:${file}`, DEMO_AGENTS: '50', DEMO_PORT: '0' }, {}, ['npm', 'start'])
    await run.url
    run.child.kill('SIGTERM')
    await run.gone
  })

  it('an end while the web still starts', async () => {
    const run = demo()
    await run.printed('"Collecting"')
    await expectCleanEnd(run)
    expect(run.errors()).toEqual([])
  })

  it('the supervisor killed, while it runs and while the web still starts', async () => {
    for (const moment of ['Rollcall: http', '"Collecting"']) {
      const run = demo()
      await run.printed(moment)
      run.child.kill('SIGKILL')
      // Its output closes only when the last process that holds it is gone.
      expect(await run.gone).toEqual({ code: null, signal: 'SIGKILL' })
    }
  })
})

it('a second start on the same store says that another one collects, serves, and takes over', async () => {
  const first = demo()
  await first.url
  const taken = start({ DATABASE_URL: `file:${file}`, PORT: new URL(await first.url).port })
  expect(await taken.gone).toEqual({ code: 78, signal: null })
  expect(taken.errors()).toEqual([expect.stringMatching(/listen on 127\.0\.0\.1:\d+: another program listens there/)])

  const second = demo()
  await second.printed('Another Rollcall process collects into this database; this one waits until it ends')
  await expectServing(second)
  await expectCleanEnd(first)
  await second.printed('"msg":"Collecting"')
  await expectCleanEnd(second)
})

it('prints JSON or plain sentences, never a password or a stack', () => {
  expect(runs.length).toBeGreaterThan(15)
  for (const run of runs) {
    expect(run.stdout() + run.stderr()).not.toMatch(/c4n4ry|\n\s+at /)
    // npm has words of its own.
    for (const line of run.errors()) expect(line).toMatch(/^(rollcall: |npm |MANAGER_FINGERPRINT=[0-9a-f]{64}$)/)
    for (const line of run.stdout().split('\n').filter(Boolean)) {
      if (line.startsWith('{')) expect(() => JSON.parse(line)).not.toThrow()
      else expect(line).toMatch(/^ {2}(Rollcall: http|Demo manager|Sign in|Behind your proxy)|next\.config\.js|^> /)
    }
  }
})
