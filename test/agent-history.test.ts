import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { type AgentHistory, agentHistory } from '#lib/contract/agent-history.ts'
import { HISTORY_RANGES, RANGE } from '#lib/insight/history/ranges.ts'
import { DAY_MS } from '#lib/insight/steps.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import { getHistory, type HistoryInput } from '#server/services/agent/get-history.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { rollUpsWriter } from '#server/store/rollups-writer.ts'
import { rollUp } from '#server/sync/roll-up.ts'
import { momentRig } from './moment-rig.ts'
import { type SimulatedPast, simulatePast } from './simulated-past.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const telling = async (ctx: ServiceContext, input: Partial<HistoryInput> & { id: string }) =>
  agentHistory.parse(await getHistory({ ctx, input: { manager: 'main', ...input } }))
const uptime = (history: AgentHistory, range: string) => {
  const own = history.availability.find((one) => one.range === range)
  if (!own) throw new Error(`no ${range}`)
  return own
}

describe('the history of an agent', () => {
  let rig: Awaited<ReturnType<typeof momentRig>>
  beforeAll(async () => {
    rig = await momentRig()
  })
  afterAll(() => rig.stop())
  const ask = (id: string, input: Partial<HistoryInput> = {}) => {
    // The present is when the last pass ended, by the clock that the collector went by.
    const [[end] = []] = rig.rows('SELECT lastSyncAt FROM Manager')
    return telling({ ...rig.ctx(), clock: { ...rig.ctx().clock, now: () => Number(end) } }, { id, ...input })
  }
  const gapSeconds = ({ gaps }: AgentHistory) => gaps.reduce((sum, { seconds }) => sum + seconds, 0)

  it('counts down from the last keep-alive, and nothing before our history began', async () => {
    const history = await ask('005')
    const heard = rig.at('heard') - 5000
    const { downSeconds, upSeconds, unknownSeconds, outsideSeconds, from } = uptime(history, '24h')
    expect(Date.parse(history.to) - heard).toBe(downSeconds * 1000)
    expect(upSeconds * 1000).toBe(heard - rig.at('first'))
    expect([unknownSeconds, outsideSeconds * 1000]).toEqual([0, rig.at('first') - Date.parse(from)])
    expect(history).toMatchObject({ since: iso(rig.at('first')), removed: null, generatedUntil: null })
    // Nobody looked for ten minutes of it; that it was silent then, the reading afterwards tells.
    expect(gapSeconds(history)).toBeGreaterThan(500)
    expect(history.strip.cells).toMatch(/^b+a?d+$/)
  })

  it('tells each change with the two passes between which it was seen, and the manager’s own time', async () => {
    const { transitions, total } = await ask('005')
    const loss = transitions.find(({ field }) => field === 'status')
    expect(loss).toMatchObject({ to: 'disconnected', lastKeepAlive: iso(rig.at('heard') - 5000), seenBy: iso(rig.at('lost')) })
    expect(loss?.at && loss.seenAfter && loss.at >= loss.seenAfter && loss.at <= (loss.seenBy ?? '')).toBe(true)
    expect(total).toBe(transitions.length)
  })

  it('gives changes page by page, each once', async () => {
    const whole = (await ask('006')).transitions
    const walked: AgentHistory['transitions'] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: AgentHistory = await ask('006', { limit: '1', after })
      expect(page).toMatchObject({ total: whole.length })
      walked.push(...page.transitions)
      after = page.after
    }
    expect(walked).toEqual(whole)
    expect(walked.length).toBeGreaterThan(2)
  })

  it('of one that was removed ends there', async () => {
    const history = await ask('007', { range: '7d' })
    expect(history.removed).toEqual({ lastSeenAt: iso(rig.at('lost')), removedBy: history.to })
    const unsure = (Date.parse(history.to) - rig.at('lost')) / 1000
    expect(uptime(history, '24h').unknownSeconds).toBeCloseTo(unsure + gapSeconds(history), 3)
  })

  it('is that of the endpoint which had the id at a moment', async () => {
    expect(await ask('008', { of: iso(rig.at('healthy')) })).toMatchObject({ removed: { lastSeenAt: iso(rig.at('lost')) } })
  })

  it.each([
    [{ range: '2d' }, 'bad_request', /is one of 24h, 7d, 30d, 1y/],
    [{ limit: '0' }, 'bad_request', /limit/],
    [{ after: '-1' }, 'bad_cursor', /cursor/],
    [{ after: '999999' }, 'bad_cursor', /cursor/],
    [{ of: '2026-11-21T09:00:00' }, 'bad_request', /no zone/],
    [{ of: '9999-01-01T00:00:00Z' }, 'bad_request', /in the future/],
  ] as const)('refuses %o with a sentence', async (input, code, words) => {
    await expect(ask('004', input)).rejects.toMatchObject({ code, message: expect.stringMatching(words) })
  })

  it.each(['000', '99999', 'abc', ''])('knows no agent “%s”', async (id) => {
    await expect(ask(id)).rejects.toMatchObject({ code: 'not_found', message: 'There is no such agent.' })
  })
})

describe('a history over days with gaps', () => {
  const test = openTestFleet()
  let past: SimulatedPast
  let now = 0
  const ctx: ServiceContext = {
    ...{ fleet: test.fleet, prisma: test.prisma, log, scope: SCOPE_ALL },
    clock: { now: () => now, sleep: async () => undefined },
    config: { demo: false, intervalSeconds: 30, managers: [] },
  }
  beforeAll(async () => {
    const writer = rollUpsWriter(test.db, (work) => test.db.transaction(work))
    const start = Date.UTC(2026, 9, 1, 5, 20)
    past = simulatePast(test, { start, days: 12, seed: 11, afterPass: (at) => rollUp(writer, 'main', at) })
    now = past.end
    await test.fleet.refresh()
  })
  afterAll(() => test.close())
  const agents = () => test.db.all('SELECT agentId FROM Agent ORDER BY agentId').map(([id]) => String(id).padStart(3, '0'))

  it('names every gap to the second, with its reason, also where hours are rolled up', async () => {
    expect(past.gaps.length).toBeGreaterThan(3)
    for (const range of ['7d', '30d'] as const) {
      const { gaps, to } = await telling(ctx, { id: agents()[0] ?? '', range })
      const shown = past.gaps.filter((gap) => gap.to > Date.parse(to) - RANGE[range].ms)
      expect(gaps.map((gap) => [gap.from, gap.to, gap.reason])).toEqual(
        shown.map((gap) => [iso(gap.from), iso(gap.to), gap.reason]),
      )
      for (const { from, to, seconds } of gaps) expect(seconds * 1000).toBe(Date.parse(to) - Date.parse(from))
    }
  })

  it('draws what passes saw, and counts each second once', async () => {
    const seen = new Set<string>()
    const wrong: string[] = []
    for (const id of agents().slice(0, 12)) {
      const history = await telling(ctx, { id, range: '7d' })
      for (const range of HISTORY_RANGES) {
        const { upSeconds, downSeconds, unknownSeconds, outsideSeconds } = uptime(history, range)
        expect(upSeconds + downSeconds + unknownSeconds + outsideSeconds).toBeCloseTo(RANGE[range].ms / 1000, 3)
      }
      const { strip } = history
      for (const [i, letter] of [...strip.cells].entries()) {
        const from = Date.parse(strip.from) + i * strip.cellSeconds * 1000
        const to = from + strip.cellSeconds * 1000
        const isGap = past.gaps.some((gap) => gap.from <= from && to <= gap.to)
        seen.add(letter)
        if (isGap ? !'xno'.includes(letter) : 'ad'.includes(letter) && !statusesIn(id, from, to).includes(letter))
          wrong.push(`${id} ${iso(from)} ${letter}`)
      }
    }
    expect(wrong).toEqual([])
    expect([...seen].sort()).toEqual(expect.arrayContaining(['a', 'd', 'n', 'p', 'x']))
  })

  /** Letters of what passes saw of one agent in a time. */
  function statusesIn(id: string, from: number, to: number): string[] {
    const letters: string[] = []
    for (let at = from; at <= to; at += 60_000) {
      const counts = past.seenBy(at, (who) => who.id === String(Number(id)))
      for (const [status, count] of Object.entries(counts ?? {})) if (count > 0) letters.push(status.charAt(0))
    }
    return letters
  }

  it('tells gaps to the hour or day once passes are forgotten, and never less of them', async () => {
    const [id = ''] = agents()
    const fine = uptime(await telling(ctx, { id, range: '30d' }), '30d')
    test.db.run('DELETE FROM Pass WHERE startedAt < ?', now - 2 * DAY_MS)
    const coarse = await telling(ctx, { id, range: '30d' })
    const sum = (gaps: readonly { seconds: number }[]) => gaps.reduce((seconds, gap) => seconds + gap.seconds, 0)
    expect(sum(coarse.gaps)).toBeCloseTo(sum(past.gaps.map(({ from, to }) => ({ seconds: (to - from) / 1000 }))), 3)
    expect(coarse.gaps.some(({ from, to, seconds }) => seconds * 1000 < Date.parse(to) - Date.parse(from))).toBe(true)
    expect(uptime(coarse, '30d').upSeconds).toBeLessThanOrEqual(fine.upSeconds)
  })
})
