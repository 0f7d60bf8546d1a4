import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManagerError } from '#server/manager/errors.ts'
import { collectorFixture } from './collector-fixture.ts'
import { agent, failing, managerConfig, scriptedManager } from './testing.ts'

const PINNED = 'ef'.repeat(32)
const many = (count: number) => (now: number) => Array.from({ length: count }, (_, i) => agent(i + 1, now))
let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture(many(100))
})
afterEach(() => f.store.remove())

describe('a manager that fails', () => {
  it('leaves the data as it was, and the time of the next try', async () => {
    await f.pass()
    const before = f.row('SELECT lastSyncAt, asOf FROM Manager')
    f.manager.onRequest = failing('info', 'unreachable', 'The manager can’t be reached.')
    const outcome = await f.pass('small')
    expect(outcome).toMatchObject({
      outcome: 'failed',
      state: 'unreachable',
      problem: 'The manager can’t be reached.',
      counts: { total: 100 },
    })
    expect(f.row('SELECT lastSyncAt, asOf FROM Manager')).toEqual(before)
    expect(f.row('SELECT state, problem, nextTryAt FROM Manager')).toEqual([
      'unreachable',
      'The manager can’t be reached.',
      f.clock.now() + Number(outcome.retryInMs),
    ])
    f.manager.onRequest = () => undefined
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', state: 'ok' })
    expect(f.row('SELECT problem, nextTryAt FROM Manager')).toEqual([null, f.clock.now() + 33_000])
  })

  it.each([
    ['wrong_credentials', 'refused'],
    ['refused_certificate', 'refused'],
    ['forbidden', 'refused'],
    ['blocked', 'refused'],
    ['bad_answer', 'degraded'],
    ['degraded', 'degraded'],
    ['timeout', 'unreachable'],
  ] as const)('by %s is said to be %s', async (code, state) => {
    f.manager.onRequest = failing('info', code)
    expect(await f.pass()).toMatchObject({ outcome: 'failed', state })
    expect(f.state()).toBe(state)
  })

  it('by another certificate has its fingerprint and the line to set said, once for each, whatever is logged', async () => {
    const refuse = (fingerprint: string) => {
      f.manager.onRequest = () => {
        throw new ManagerError(
          'refused_certificate',
          `It is refused: it is self-signed. If it is the right one, set MANAGER_FINGERPRINT=${fingerprint}`,
          { fingerprint },
        )
      }
    }
    refuse('ab'.repeat(32))
    for (let i = 0; i < 3; i++) await f.pass()
    expect(f.said).toEqual([
      [
        'rollcall: Manager main: It is refused: it is self-signed.',
        `rollcall: the SHA-256 fingerprint of that certificate is ${Array(32).fill('AB').join(':')}`,
        'rollcall: if that is the right one, set this line and start again:',
        `MANAGER_FINGERPRINT=${'ab'.repeat(32)}`,
      ].join('\n'),
    ])
    refuse('cd'.repeat(32))
    for (let i = 0; i < 2; i++) await f.pass()
    expect(f.said).toHaveLength(2)
    f.manager.onRequest = () => undefined
    await f.pass()
    refuse('cd'.repeat(32))
    await f.pass()
    expect(f.said).toHaveLength(3)
    expect(f.said.at(-1)).toContain(`\nMANAGER_FINGERPRINT=${'cd'.repeat(32)}`)
    expect(f.rows('SELECT kind, outcome, managerId, detail FROM AuditEvent')).toEqual(
      ['ab', 'cd', 'cd'].map((byte) => [
        'certificate_refused',
        'refused',
        'main',
        JSON.stringify({ fingerprint: byte.repeat(32) }),
      ]),
    )
  })

  it('by the certificate that is set, from an authority that is not, is not told to set it again', async () => {
    f.manager.onRequest = () => {
      throw new ManagerError('refused_certificate', 'It has expired.', { fingerprint: PINNED })
    }
    await f.make('here', [{ ...managerConfig(), tls: { ca: 'x', fingerprint: PINNED, insecure: false } }]).runPass('main')
    expect(f.said).toEqual([expect.stringMatching(/It has expired\.\nrollcall: .*fingerprint.*EF:EF:[A-F:]+$/)])
  })

  it('is asked for smaller pages when it is too slow, down to 100, and for larger ones again', async () => {
    f.set(...many(2000)(f.clock.now()))
    let slow = true
    const limits: number[] = []
    f.manager.onRequest = (call, limit) => {
      if (call === 'all') limits.push(limit)
      if (call === 'all' && slow && limit > 125) throw new ManagerError('page_too_slow', 'too slow')
    }
    expect(await f.pass()).toMatchObject({ outcome: 'ok', rows: 2000 })
    expect(limits.slice(0, 3)).toEqual([500, 250, 125])
    slow = false
    limits.length = 0
    for (let i = 0; i < 3; i++) await f.pass()
    expect(Math.max(...limits)).toBeGreaterThanOrEqual(1000)
    f.manager.onRequest = failing('all', 'page_too_slow')
    expect(await f.pass()).toMatchObject({ outcome: 'failed', state: 'degraded', counts: { total: 2000 } })
  })

  it('is waited for when it limits us, and that is said meanwhile', async () => {
    await f.pass()
    const states: unknown[] = []
    let limited = 1
    f.manager.onRequest = (call) => {
      if (call !== 'all') return
      states.push(f.state())
      if (limited-- > 0) throw new ManagerError('rate_limited', 'too many requests', { retryAfterMs: 60_000 })
    }
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok' })
    expect(states).toEqual(['ok', 'rate_limited'])
  })

  it('is read to the end although three of ten answers fail, without a row twice or missing', async () => {
    f.set(...many(3000)(f.clock.now()))
    let n = 0
    f.manager.onRequest = (call) => {
      if (call === 'all' && n++ % 10 < 3 && n % 10 !== 3) throw new ManagerError('degraded', 'no')
    }
    expect(await f.pass()).toMatchObject({ outcome: 'ok', rows: 3000, added: 3000, counts: { total: 3000 } })
  })
})

describe('one that can’t be reached for long', () => {
  it('is tried at most six times a minute', async () => {
    const at: number[] = []
    f.manager.onRequest = (call) => {
      if (call !== 'info') return
      at.push(f.clock.now())
      throw new ManagerError('unreachable', 'no')
    }
    const stop = new AbortController()
    const end = f.clock.now() + 30 * 60_000
    const running = f.collector.start(stop.signal)
    while (f.clock.now() < end) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await running
    expect(at.length).toBeGreaterThan(20)
    for (const time of at) expect(at.filter((other) => other >= time && other < time + 60_000).length).toBeLessThanOrEqual(6)
  })
})

describe('first passes that fail half way', () => {
  it('do not take more than a fifth of the time either', async () => {
    const at: number[] = []
    f.set(...many(1000)(f.clock.now()))
    let pages = 0
    f.manager.onRequest = (call) => {
      if (call === 'info') {
        at.push(f.clock.now())
        pages = 0
      }
      if (call !== 'all') return
      f.clock.advance(20_000)
      if (++pages > 1) throw new ManagerError('forbidden', 'no')
    }
    const stop = new AbortController()
    const end = f.clock.now() + 60 * 60_000
    const running = f.collector.start(stop.signal)
    while (f.clock.now() < end) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await running
    expect(at.length).toBeGreaterThan(5)
    for (const [i, time] of at.entries()) if (i > 0) expect(time - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(200_000)
  })
})

describe('the time of the next pass', () => {
  const next = () => Number(f.row('SELECT nextTryAt FROM Manager')?.[0])

  it('is that of the next full one where no small one can take its place', async () => {
    for (let id = 1; id <= 50; id++) f.edit(id, { status: 'disconnected' })
    f.manager.onRequest = (call) => {
      if (call === 'all') f.clock.advance(40_000)
    }
    const startedAt = f.clock.now() + 60_000
    await f.pass()
    expect(next()).toBe(startedAt + 200_000)
  })

  it('does not move for another host of the same cluster', async () => {
    f.manager.onRequest = (call) => {
      if (call === 'all') f.clock.advance(40_000)
    }
    for (const hostname of ['one', 'two']) {
      f.manager.hostname = hostname
      await f.pass()
    }
    for (const hostname of ['one', 'two']) {
      f.manager.hostname = hostname
      await f.pass('small')
      expect(next()).toBe(f.clock.now() + 33_000)
    }
  })

  it('moves on with every page of a long pass', async () => {
    f.set(...many(2000)(f.clock.now()))
    const times: number[] = []
    f.manager.onRequest = (call) => {
      if (call === 'all') times.push(next() - f.clock.now())
      if (call === 'all') f.clock.advance(50_000)
    }
    await f.pass()
    times.length = 0
    await f.pass()
    expect(times.length).toBeGreaterThan(2)
    for (const left of times.slice(1)) expect(left).toBe(60_000)
  })
})

describe('two collectors on one file', () => {
  it('do not both collect; the second takes over when the first has ended', async () => {
    await f.pass()
    const second = f.make('elsewhere:1:1')
    await expect(second.runPass('main')).rejects.toThrow(/Another Rollcall process \(process \? on here\)/)
    await f.collector.close()
    f.set(agent(101, f.clock.now()))
    expect(await second.runPass('main')).toMatchObject({ outcome: 'ok', added: 1 })
    await expect(f.collector.runPass('main')).rejects.toThrow(/process 1 on elsewhere/)
    f.clock.advance(31_000)
    expect(await f.collector.runPass('main')).toMatchObject({ outcome: 'ok', counts: { total: 101 } })
  })

  it('and one that lost its lease during a pass writes nothing more', async () => {
    await f.pass()
    f.edit(1, { version: 'changed' })
    f.manager.onRequest = (call) => {
      if (call === 'all') f.store.db.run('UPDATE "Lease" SET holder = ?', 'elsewhere:1:1')
    }
    expect(await f.pass()).toMatchObject({ outcome: 'failed', changes: 1 })
    expect(f.rows('SELECT * FROM "Transition"')).toEqual([])
  })
})

describe('two managers', () => {
  it('do not wait for each other', async () => {
    const [slow, quick] = [managerConfig('slow'), managerConfig('quick')]
    const own = collectorFixture(many(10))
    try {
      const stuck = scriptedManager(own.clock)
      stuck.client.getInfo = (signal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      const { createCollector } = await import('./collector.ts')
      const { default: pino } = await import('pino')
      const collector = createCollector({
        config: { managers: [slow, quick], intervalSeconds: 30, historyDays: 400 },
        clock: own.clock,
        log: pino({ level: 'silent' }),
        random: () => 0.5,
        store: own.store.db,
        clientFor: ({ id }) => (id === 'slow' ? stuck.client : own.manager.client),
        holder: 'here',
      })
      const stop = new AbortController()
      const running = collector.start(stop.signal)
      const passes = () => own.rows(`SELECT id FROM Pass WHERE managerId = 'quick' AND outcome = 'ok'`).length
      while (passes() < 5) await new Promise((resolve) => setImmediate(resolve))
      stop.abort()
      await running
      expect(own.rows(`SELECT outcome FROM Pass WHERE managerId = 'slow'`)).toEqual([['interrupted']])
    } finally {
      own.store.remove()
    }
  })
})
