import { describe, expect, it } from 'vitest'
import type { AgentLive, AgentSays, RemotedSays } from '#lib/contract/agent-live.ts'
import { agentItem } from '#lib/contract/agents.ts'
import { liveRows } from './live-rows.ts'

const AGENT = agentItem.parse({
  ...{ manager: 'main', id: '001', name: 'web-1', ip: '10.0.0.1', registerIp: 'any', status: 'active', statusCode: 0 },
  ...{ reason: 'none', statusSince: null, statusSincePrecision: 'at_least', groups: ['default'], outdated: false },
  ...{ os: { name: 'Ubuntu', version: '22.04', platform: 'ubuntu', arch: null }, version: 'Wazuh v4.14.7', nodeName: null },
  ...{ managerHost: null, dateAdd: null, lastKeepAlive: '2026-11-21T09:42:00.000Z', seenAt: '2026-11-21T09:42:05.000Z' },
  ...{ disconnectionTime: null, groupConfigStatus: 'synced', syncSince: null, syncSincePrecision: 'at_least' },
  ...{ mergedSum: null, configSum: null, quiet: false, gone: false, expected: false, expectedReason: null },
  ...{ expectedUntil: null, expectedBy: null, expectedAt: null, flaps: 0, alias: null, tags: [] },
})
const SAYS: AgentSays = {
  ...{ state: 'connected', lastKeepAlive: '2026-11-21T09:42:13', lastAck: '2026-11-21T09:42:14' },
  ...{ msgCount: 1280, msgSent: 1411, msgBuffer: 0, bufferEnabled: true },
}
const REMOTED: RemotedSays = {
  ...{ at: '2026-11-21T09:42:20.000Z', since: '2026-11-20T09:42:20.000Z' },
  ...{ events: 1270, control: 130, keepAlives: 128, acks: 129, discarded: 0 },
}
const none = { kind: 'none', why: 'too_old', minVersion: '4.2.0', before: null } as const

function live({
  says = {},
  counted = {},
  before = null,
  ...rest
}: Partial<AgentLive> & {
  says?: Partial<AgentSays>
  counted?: Partial<RemotedSays>
  before?: { sent: number; received: number } | null
}): AgentLive {
  const askedAt = '2026-11-21T09:42:20.000Z'
  const earlier = '2026-11-21T09:42:05.000Z'
  return {
    manager: 'main',
    id: '001',
    agent: {
      ...{ kind: 'answer', askedAt, tookMs: 5, data: { ...SAYS, ...says } },
      before: before && { askedAt: earlier, data: { ...SAYS, msgSent: 1411 - before.sent } },
    },
    remoted: {
      ...{ kind: 'answer', askedAt, tookMs: 5, data: { ...REMOTED, ...counted } },
      before: before && { askedAt: earlier, data: { ...REMOTED, events: 1270 - before.received } },
    },
    bufferSize: 5000,
    nextInSeconds: 15,
    ...rest,
  }
}

const rowOf = (answer: AgentLive, measure: string, agent = AGENT) =>
  liveRows(agent, answer, 'UTC').find((row) => row.measure === measure)

describe('an agent and its manager that agree', () => {
  it('differ nowhere', () => {
    expect(liveRows(AGENT, live({}), 'UTC').filter(({ differs }) => differs)).toEqual([])
    expect(rowOf(live({}), 'Connection')).toMatchObject({ agent: 'connected', manager: 'active', fit: 'agree' })
    expect(rowOf(live({}), 'Last keep-alive')?.agent).toBe('09:42:13 sent')
  })

  it('agree in what grew between two answers', () => {
    expect(rowOf(live({ before: { sent: 30, received: 29 } }), 'Messages')?.fit).toMatch(
      /^agree, 30.messages sent, 29 received in 15.s$/,
    )
  })

  it('agree across time zones', () => {
    const row = rowOf(live({ says: { lastKeepAlive: '2026-11-21T11:42:13' } }), 'Last keep-alive')
    expect(row).toMatchObject({ agent: '11:42:13 sent (its own time, UTC+2:00)', differs: false })
  })

  it('name the agent’s zone to whoever reads the manager’s times in another', () => {
    const keepAlive = (zone: string, lastKeepAlive: string) =>
      liveRows(AGENT, live({ says: { lastKeepAlive } }), zone).find(({ measure }) => measure === 'Last keep-alive')
    expect(keepAlive('Asia/Tokyo', '2026-11-21T09:42:13')).toMatchObject({
      agent: '09:42:13 sent (its own time, UTC)',
      manager: '18:42:00 received',
      fit: 'agree',
    })
    expect(keepAlive('Asia/Tokyo', '2026-11-21T18:42:13')?.agent).toBe('18:42:13 sent')
  })
})

describe('an agent and its manager that disagree', () => {
  it.each([
    ['Connection', { says: { state: 'disconnected' } as const }, /differ/],
    ['Connection', { says: { state: 'pending' } as const }, /differ/],
    ['Last keep-alive', { says: { lastKeepAlive: '2026-11-21T09:43:20' } }, /clock 1.min ahead/],
    ['Last keep-alive', { says: { lastKeepAlive: '2026-11-21T09:39:20' } }, /2.min old, or its clock is behind/],
    ['Last keep-alive', { says: { lastKeepAlive: null } }, /differ/],
    ['Last acknowledgement', { says: { lastAck: '2026-11-21T09:22:13' } }, /none for 20.min/],
    ['Events', { says: { msgCount: 9000, msgBuffer: 5000 } }, /at least 2,589 lost/],
    ['Messages', { before: { sent: 500, received: 100 } }, /400 fewer arrived/],
    ['Messages', { before: { sent: 100, received: 500 } }, /400 more arrived/],
    ['Messages', { counted: { discarded: 7 } }, /7 discarded/],
    ['Buffer', { says: { msgBuffer: 4600 } }, /92\.0.% full: flooding/],
  ])('are told so: %s %j', (measure, how, words) => {
    const row = rowOf(live(how), measure)
    expect(row?.fit).toMatch(words)
    expect(row?.differs).toBe(true)
  })

  it('are told that keep-alives do not arrive, however fresh the agent’s own is', () => {
    const agent = { ...AGENT, lastKeepAlive: '2026-11-21T09:30:00.000Z', quiet: true }
    expect(rowOf(live({}), 'Last keep-alive', agent)?.fit).toMatch(/nothing arrived for 12.min/)
  })
})

describe('what one side does not say', () => {
  it('is left open, and not compared', () => {
    const rows = liveRows(AGENT, live({ agent: none }))
    expect(rows.map(({ agent, differs }) => [agent, differs])).toEqual(Array.from({ length: 5 }, () => [null, false]))
    expect(liveRows(AGENT, live({ remoted: none })).find(({ measure }) => measure === 'Messages')?.manager).toBeNull()
    expect(liveRows(AGENT, live({ agent: none, remoted: none }))).toEqual([])
  })

  it('is the last answer while asking again finds none', () => {
    const agent = { ...none, why: 'busy', minVersion: null, before: { askedAt: '2026-11-21T09:42:00.000Z', data: SAYS } } as const
    expect(rowOf(live({ agent }), 'Connection')).toMatchObject({ agent: 'connected', fit: 'agree' })
  })

  it('is no restart of either side, nor a buffer that is off', () => {
    expect(rowOf(live({ before: { sent: -500, received: 10 } }), 'Messages')).toMatchObject({ fit: null, differs: false })
    expect(rowOf(live({ says: { bufferEnabled: false, msgBuffer: null } }), 'Buffer')).toMatchObject({
      agent: expect.stringMatching(/^off/),
      differs: false,
    })
  })
})
