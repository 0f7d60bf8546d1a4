import { afterEach, describe, expect, it } from 'vitest'
import { ask, basic, bearer, running, start, stop } from '../testing.ts'
import { openLatency } from './latency.ts'

afterEach(stop)

describe('the time a manager takes', () => {
  it('grows with the fleet and with the page, one request after the other', () => {
    let now = 1000
    const latency = openLatency(() => now)
    expect(latency.request(100_000, 0)).toBeCloseTo(330)
    expect(latency.request(0, 500)).toBeCloseTo(370)
    now += 1000
    expect(latency.request(2000, 10)).toBeCloseTo(7.4)
  })

  it('signs in two at once', () => {
    const latency = openLatency(() => 0)
    expect([latency.signIn(), latency.signIn(), latency.signIn()]).toEqual([400, 400, 800])
    expect(latency.request(0, 10)).toBeCloseTo(0.8)
  })

  it('is taken by a demo that is asked to, and counts requests all the same', async () => {
    const waits: number[] = []
    await start({ latency: true, wait: async (ms) => void waits.push(ms) })
    const headers = await bearer('wazuh')
    expect((await ask('/agents', { headers })).status).toBe(200)
    expect((await ask('/security/user/authenticate', { method: 'POST', headers: basic('wazuh', 'no') })).status).toBe(401)
    // The demo holds 60 agents and the manager, which are all on the page.
    expect(waits).toEqual([expect.closeTo(400), expect.closeTo(61 * 0.0833), expect.closeTo(400)])
    expect(running().control.requests().byStatus).toEqual({ '200': 2, '401': 1 })
  })
})
