import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AGENT_STATUSES, SYNC_STATES } from '#lib/agent/status.ts'
import { FleetState, type Seen } from './fleet-state.ts'

const seen = fc.record<Seen>({
  key: fc.nat(1e6),
  status: fc.constantFrom(...AGENT_STATUSES),
  sync: fc.constantFrom(...SYNC_STATES),
  lastKeepAlive: fc.nat(1e6).map((minutes) => 1.79e12 + minutes * 60_000),
  hash: fc.nat(),
  passId: fc.integer({ min: 1, max: 4 }),
})
const step = fc.record({ id: fc.nat(3000), seen: fc.option(seen, { nil: null, freq: 3 }) })

describe('FleetState', () => {
  it('counts, finds and forgets like a plain map', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4000, size: 'max' }), (steps) => {
        const fleet = new FleetState()
        const model = new Map<number, Seen>()
        for (const { id, seen } of steps) {
          if (seen) {
            fleet.set(id, seen)
            model.set(id, seen)
          } else {
            fleet.delete(id)
            model.delete(id)
          }
        }
        const all = [...model.values()]
        const notOk = ({ status, sync }: Seen) => status !== 'active' || sync === 'not synced'
        const counts = fleet.counts()
        expect(counts.total).toBe(model.size)
        for (const status of AGENT_STATUSES)
          expect(counts.byStatus[status]).toBe(all.filter((one) => one.status === status).length)
        for (const sync of SYNC_STATES) expect(counts.bySync[sync]).toBe(all.filter((one) => one.sync === sync).length)
        expect(fleet.notOkCount()).toBe(all.filter(notOk).length)
        for (const [id, one] of model) expect(fleet.get(id)).toEqual(one)
        const ids = [...model].filter(([, one]) => one.passId !== 2)
        expect(fleet.unseenBy(2)).toEqual(ids.map(([id]) => id).sort((a, b) => a - b))
        const bad = ids.filter(([, one]) => notOk(one)).map(([id]) => id)
        expect(fleet.unseenNotOk(2)).toEqual(bad.sort((a, b) => a - b))
      }),
      { numRuns: 30 },
    )
  })
})
