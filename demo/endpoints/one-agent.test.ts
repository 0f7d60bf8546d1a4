import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { born, oneOfEach, told } from '../agent/testing.ts'
import { ask, bearer, running, start, stop } from '../testing.ts'

beforeEach(() => start({ fleet: oneOfEach, frozen: false, clock: { now: () => born } }))
afterEach(stop)

const outcome = async (path: string, user = 'wazuh') => {
  const { status, code } = await told(path, { user })
  return [status, code]
}

describe('what an agent says of itself', () => {
  it('moves with its keep-alives', async () => {
    const before = (await told('/agents/001/stats/agent')).items[0]
    const listed = (await told('/agents?agents_list=001')).items[0]
    expect(before).toMatchObject({ status: 'connected', last_keepalive: listed.lastKeepAlive.replace('+00:00', 'Z') })
    running().control.advance(3_600_000)
    const after = (await told('/agents/001/stats/agent')).items[0]
    expect(Date.parse(after.last_keepalive) - Date.parse(before.last_keepalive)).toBe(3_600_000)
    expect(after.last_ack >= after.last_keepalive).toBe(true)
    expect(after.msg_count).toBeGreaterThan(before.msg_count)
    expect(after.msg_sent).toBeGreaterThan(before.msg_sent)
  })

  it('is what it collected of each log, in all and in the last minute', async () => {
    const { global, interval } = (await told('/agents/001/stats/logcollector')).items[0]
    expect(Date.parse(interval.end) - Date.parse(interval.start)).toBe(60_000)
    expect(global.end).toBe(interval.end)
    for (const [index, { location, events }] of global.files.entries()) {
      expect(interval.files[index].location).toBe(location)
      expect(interval.files[index].events).toBeLessThanOrEqual(events)
    }
  })

  it.each([
    ['003', 200, 1015],
    ['004', 200, 1735],
    ['000', 200, 1310],
    ['999', 200, 1701],
    ['002', 500, 3036],
    ['12', 400, undefined],
  ])('is not to be had of %s', async (id, status, code) => {
    expect(await outcome(`/agents/${id}/stats/agent`)).toEqual([status, code])
  })

  it('is given by the manager for its own logs alone', async () => {
    expect(await outcome('/agents/000/stats/logcollector')).toEqual([200, 0])
    expect((await told('/agents/001/stats/colour')).body.detail).toContain("'colour' is not one of ['logcollector', 'agent']")
  })

  it('takes too long once it has fallen silent', async () => {
    running().control.setAgent('001', { lastKeepAlive: new Date(born - 600_000).toISOString() })
    expect(await outcome('/agents/001/stats/agent')).toEqual([500, 3021])
    expect(await outcome('/agents/001/stats/agent?wait_for_complete=true')).toEqual([500, 3036])
    expect(await outcome('/agents/001/config/agent/client')).toEqual([500, 3021])
    expect(await outcome('/agents/001/config/agent/client?wait_for_complete=true')).toEqual([400, 1117])
  })
})

describe('what the daemons counted of an agent', () => {
  it('is what the agent sent, without what still waits in its buffer', async () => {
    const grown = async () => {
      const [says] = (await told('/agents/001/stats/agent')).items
      const [remoted] = (await told('/agents/001/daemons/stats?daemons_list=wazuh-remoted')).items
      const { control, event } = remoted.agents[0].metrics.messages.received_breakdown
      return { sent: says.msg_sent, received: control + event }
    }
    const before = await grown()
    for (let minute = 0; minute < 10; minute++) {
      running().control.advance(60_000)
      const now = await grown()
      expect(Math.abs(now.sent - before.sent - (now.received - before.received))).toBeLessThanOrEqual(1)
    }
  })

  it('grows, for the daemons that were asked for', async () => {
    const both = await told('/agents/001/daemons/stats')
    expect(both.items.map((item: { name: string }) => item.name)).toEqual(['wazuh-remoted', 'wazuh-analysisd'])
    const path = '/agents/001/daemons/stats?daemons_list=wazuh-remoted'
    const kept = async () => (await told(path)).items[0].agents[0].metrics.messages.received_breakdown.control_breakdown.keepalive
    const before = await kept()
    running().control.advance(600_000)
    expect(await kept()).toBeGreaterThan(before)
    expect((await told(path)).total).toBe(1)
  })

  it.each([
    ['000', 1703],
    ['999', 1701],
    ['002', 1707],
    ['003', 1707],
  ])('is missing for %s', async (id, code) => {
    expect(await outcome(`/agents/${id}/daemons/stats`)).toEqual([200, code])
  })
})

describe("an agent's key and groups", () => {
  it('has a key with its name and address in it', async () => {
    const { key } = (await told('/agents/001/key')).items[0]
    expect(Buffer.from(key, 'base64').toString()).toMatch(/^001 a001 any [0-9a-f]{64}$/)
    expect(await outcome('/agents/000/key')).toEqual([200, 1703])
    expect(await outcome('/agents/999/key')).toEqual([200, 1701])
    expect((await told('/agents/003/key')).total).toBe(1)
  })

  it('is in step when it has the sum of its groups, and says that the call is deprecated', async () => {
    expect((await told('/agents/001/group/is_sync')).items).toEqual([{ id: '001', synced: true }])
    running().control.setAgent('001', { mergedSum: 'd'.repeat(32) })
    const { headers, text } = await ask('/agents/001/group/is_sync', { headers: await bearer('wazuh') })
    expect(headers.deprecated).toBe('true')
    expect(JSON.parse(text).data.affected_items).toEqual([{ id: '001', synced: false }])
    expect((await told('/agents/003/group/is_sync')).items).toEqual([{ id: '003', synced: false }])
    expect(await outcome('/agents/000/group/is_sync')).toEqual([200, 1703])
  })
})

describe('the configuration an agent has loaded', () => {
  it('depends on the system of the agent', async () => {
    const files = async (id: string) => JSON.stringify((await told(`/agents/${id}/config/logcollector/localfile`)).body.data)
    expect(await files('005')).toContain('eventchannel')
    expect(await files('001')).not.toContain('eventchannel')
    expect((await told('/agents/001/config/agent/client')).body.data.client).toBeDefined()
  })

  it.each([
    ['001', 'agent/colour', 400, undefined],
    ['001', 'agent/global', 400, 1128],
    ['999', 'agent/client', 404, 1701],
    ['002', 'agent/client', 400, 1740],
    ['003', 'agent/client', 400, 1740],
    ['007', 'agent/client', 500, 1735],
    ['000', 'mail/global', 400, 1121],
    ['001', 'analysis/global', 400, 1117],
  ])('is refused for %s %s', async (id, section, status, code) => {
    expect(await outcome(`/agents/${id}/config/${section}`)).toEqual([status, code])
  })
})

describe('the right to read one agent', () => {
  it.each(['stats/agent', 'daemons/stats', 'group/is_sync', 'key', 'config/agent/client'])('is asked for %s', async (path) => {
    expect(await outcome(`/agents/001/${path}`, 'branch')).toEqual([403, 4000])
    expect(await outcome(`/agents/009/${path}`, 'branch')).toEqual([200, 0])
    expect(await outcome(`/agents/009/${path}`, 'nobody')).toEqual([403, 4000])
    expect(await outcome(`/agents/001/${path}`, 'analyst')).toEqual([200, 0])
  })
})
