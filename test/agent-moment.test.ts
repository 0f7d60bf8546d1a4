import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentAt } from '#lib/contract/agent-at.ts'
import { getMoment } from '#server/services/agent/get-moment.ts'
import { momentRig } from './moment-rig.ts'

let rig: Awaited<ReturnType<typeof momentRig>>
beforeAll(async () => {
  rig = await momentRig()
})
afterAll(() => rig.stop())

const at = (name: Parameters<typeof rig.at>[0]) => rig.at(name)
const iso = (ms: number) => new Date(ms).toISOString()
const ask = async (id: string, at: string | number) =>
  agentAt.parse(await getMoment({ ctx: rig.ctx(), input: { manager: 'main', id, at: typeof at === 'number' ? iso(at) : at } }))

describe('an agent at a moment', () => {
  it('was connected and in sync, and when it stopped to be in sync is named', async () => {
    const { answer, place } = await ask('004', at('healthy'))
    expect(place).toBe('now')
    expect(answer).toMatchObject({
      ...{ kind: 'known', now: { verdict: 'connected' }, seen: { status: 'active', sync: 'synced' } },
      said: { status: { value: 'active', either: null }, sync: { value: 'synced', either: null, next: { to: 'not synced' } } },
    })
  })

  it('was said to be active but is known to have been silent', async () => {
    const { answer } = await ask('005', at('silent'))
    expect(answer).toMatchObject({
      said: { status: { value: 'active' } },
      seen: { status: 'active' },
      now: { verdict: 'silent', heardAt: iso(at('heard') - 5000), backBy: null },
    })
    expect(answer.kind === 'known' && answer.now.declaredAt).toBeTruthy()
  })

  it('was disconnected, and is back by a pass that is named', async () => {
    const { answer } = await ask('006', at('lost'))
    expect(answer).toMatchObject({ now: { verdict: 'disconnected', heardAt: iso(at('heard') - 5000) } })
    expect(answer.kind === 'known' && Date.parse(answer.now.backBy ?? '')).toBeGreaterThan(at('lost'))
  })

  it('keeps its past when it was removed', async () => {
    expect(await ask('007', at('healthy'))).toMatchObject({
      place: 'removed',
      answer: { kind: 'known', now: { verdict: 'connected' } },
    })
    expect(await ask('007', at('end'))).toMatchObject({ place: 'removed', answer: { kind: 'removed' } })
  })

  it('is another one than the one that has its id now', async () => {
    const before = await ask('008', at('healthy'))
    const again = rig.rows(`SELECT agentId FROM Agent WHERE name = 'enrolled-again'`)
    expect(again).toHaveLength(1)
    expect(before).toMatchObject({ place: Number(again[0]?.[0]) === 8 ? 'replaced' : 'removed', answer: { kind: 'known' } })
    expect(before.name).not.toBe('enrolled-again')
  })

  it('says that a moment is before its history', async () => {
    const { answer } = await ask('004', at('first') - 3_600_000)
    expect(answer).toMatchObject({ kind: 'before_history', since: expect.any(String) })
  })

  it.each([
    ['2026-11-21T09:00:00', /has no zone/],
    ['9999-01-01T00:00:00Z', /in the future/],
    ['soon', /is a time with a zone/],
    ['', /is a time with a zone/],
  ])('refuses “%s” with a sentence', async (text, words) => {
    await expect(ask('004', text)).rejects.toMatchObject({ code: 'bad_request', message: expect.stringMatching(words) })
  })

  it.each(['000', '99999', 'abc', ''])('knows no agent “%s”', async (id) => {
    await expect(ask(id, at('healthy'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
