import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedRecord, firstTransitions, isReplaced, newRecord, type PassContext, transitionsOf } from './diff.ts'
import { agent, DAY } from './testing.ts'
import { anyAgent } from './testing-agents.ts'

const NOW = Date.UTC(2026, 10, 21, 10)
const first: PassContext = { passId: 1, asOf: NOW, previousFullAsOf: null, previousFullId: null }
const later: PassContext = { passId: 9, asOf: NOW + 60_000, previousFullAsOf: NOW, previousFullId: 8 }

describe('newRecord', () => {
  it('takes the manager’s time where it gives one, else says “at least”', () => {
    const gone = newRecord(agent(1, NOW, { status: 'disconnected', disconnectionTime: NOW - DAY }), 1, first)
    expect(gone).toMatchObject({ statusSince: NOW - DAY, statusPrecision: 'exact', syncSince: NOW, syncPrecision: 'at_least' })
    const never = agent(2, NOW, { status: 'never_connected', groupConfigStatus: 'not synced', dateAdd: NOW - 3 * DAY })
    const { statusSince, statusPrecision, syncSince, syncPrecision } = newRecord(never, 2, first)
    expect([statusSince, statusPrecision, syncSince, syncPrecision]).toEqual([NOW - 3 * DAY, 'exact', NOW - 3 * DAY, 'exact'])
    expect(newRecord(agent(3, NOW), 3, first)).toMatchObject({ statusSince: NOW, statusPrecision: 'at_least' })
  })

  it('says “observed” of an agent that was enrolled since the last full pass, not of an older one that came into sight', () => {
    expect(newRecord(agent(3, NOW, { dateAdd: NOW + 30_000 }), 3, later)).toMatchObject({ statusPrecision: 'observed' })
    expect(newRecord(agent(3, NOW), 3, later)).toMatchObject({ statusPrecision: 'at_least' })
  })
})

describe('changedRecord', () => {
  it('is null for the same agent, and keeps key and first pass for another state of it', () => {
    fc.assert(
      fc.property(anyAgent(7), anyAgent(7), (before, after) => {
        const stored = newRecord(before, 41, first)
        expect(changedRecord(stored, { ...before, lastKeepAlive: 5 }, later)).toBeNull()
        expect(isReplaced(stored, before)).toBe(false)
        const next = changedRecord(stored, after, later)
        if (next === null) return
        expect(next).toMatchObject({ key: 41, firstPassId: 1 })
        expect(changedRecord(next, after, later)).toBeNull()
      }),
    )
  })

  it('finds transitions that lead from the old row to the new one, and none for what is equal', () => {
    const columns = {
      status: 'status',
      status_code: 'statusCode',
      group_config_status: 'groupConfigStatus',
      version: 'version',
    } as const
    fc.assert(
      fc.property(anyAgent(7), anyAgent(7), (before, after) => {
        const stored = newRecord(before, 41, first)
        const next = changedRecord(stored, after, later)
        const found = next ? transitionsOf(stored, next, after.lastKeepAlive, () => 8) : []
        for (const [field, column] of Object.entries(columns) as [
          string,
          'status' | 'statusCode' | 'groupConfigStatus' | 'version',
        ][]) {
          const own = found.filter((one) => one.field === field)
          expect(own).toHaveLength(before[column] === after[column] ? 0 : 1)
          for (const { from, to } of own) {
            expect(from).toBe(before[column] === null ? null : String(before[column]))
            expect(to).toBe(after[column] === null ? null : String(after[column]))
          }
        }
        for (const one of found)
          expect(one).toMatchObject({ agentKey: 41, agentId: 7, afterPassId: 8, lastKeepAlive: after.lastKeepAlive })
      }),
    )
  })

  it('dates a disconnection by the manager, a return by the pass that saw it', () => {
    const stored = newRecord(agent(1, NOW), 1, first)
    const gone = agent(1, NOW, { status: 'disconnected', statusCode: 4, disconnectionTime: NOW + 40_000 })
    const next = changedRecord(stored, gone, later)
    if (!next) throw new Error('no change')
    expect(next).toMatchObject({ statusSince: NOW + 40_000, statusPrecision: 'exact', syncSince: NOW, syncPrecision: 'at_least' })
    expect(transitionsOf(stored, next, 3, () => 1)).toEqual([
      {
        agentKey: 1,
        agentId: 1,
        field: 'status',
        from: 'active',
        to: 'disconnected',
        at: NOW + 40_000,
        lastKeepAlive: 3,
        afterPassId: 1,
      },
      { agentKey: 1, agentId: 1, field: 'status_code', from: '0', to: '4', at: null, lastKeepAlive: 3, afterPassId: 1 },
    ])
    const back = changedRecord(next, agent(1, NOW), { ...later, asOf: NOW + 120_000 })
    expect(back).toMatchObject({ statusSince: NOW + 120_000, statusPrecision: 'observed' })
  })

  it('moves the time of a disconnection that happened anew between two passes', () => {
    const stored = newRecord(agent(1, NOW, { status: 'disconnected', disconnectionTime: NOW - DAY }), 1, first)
    const next = changedRecord(stored, agent(1, NOW, { status: 'disconnected', disconnectionTime: NOW - 60_000 }), later)
    expect(next).toMatchObject({ statusSince: NOW - 60_000, statusPrecision: 'exact' })
  })
})

describe('isReplaced', () => {
  it('holds for another date of enrolment or another name under the same id', () => {
    const stored = newRecord(agent(1, NOW), 1, first)
    expect(isReplaced(stored, agent(1, NOW, { dateAdd: NOW }))).toBe(true)
    expect(isReplaced(stored, agent(1, NOW, { name: 'other' }))).toBe(true)
    expect(isReplaced(stored, agent(1, NOW, { ip: '1.2.3.4', lastKeepAlive: 1 }))).toBe(false)
    expect(isReplaced(stored, agent(1, NOW, { dateAdd: null }))).toBe(false)
  })

  it('lets the new endpoint begin with what it replaced', () => {
    const stored = newRecord(agent(1, NOW), 1, first)
    const next = newRecord(agent(1, NOW, { name: 'other', dateAdd: NOW }), 2, later)
    expect(firstTransitions(next, stored, null, 8).map(({ field, from, to }) => [field, from, to])).toEqual([
      ['dateAdd', new Date(NOW - 30 * DAY).toISOString(), new Date(NOW).toISOString()],
      ['name', 'host-1', 'other'],
    ])
  })
})
