import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agentsPage,
  failedItems,
  failure,
  groupsPage,
  info,
  managerAgent,
  managerInfo,
  policies,
  statusSummary,
} from './answers.ts'

const PAGE = { afterId: 0, limit: 500 }
const readers = [info, managerInfo, policies, statusSummary, groupsPage, managerAgent, (json: unknown) => agentsPage(json, PAGE)]

/** A good page with one spot replaced by anything that JSON can hold. */
const mutatedPage = fc.tuple(fc.jsonValue(), fc.nat(11)).map(([junk, spot]) => {
  const at = <T>(index: number, good: T) => (index === spot ? junk : good)
  const row = {
    id: at(0, '001'),
    name: at(1, 'n'),
    status: at(2, 'active'),
    group: at(3, ['g']),
    os: at(4, { name: at(5, 'x') }),
    dateAdd: at(6, undefined),
  }
  return at(7, {
    error: at(8, 0),
    data: at(9, { affected_items: at(10, [row, { id: '002', name: 'm', status: 'active' }]), total_affected_items: at(11, 2) }),
  })
})

describe('answers', () => {
  it('are read or refused, never thrown over, whatever they hold', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutatedPage), (json) => {
        for (const read of readers) expect(read(json)).not.toBeUndefined()
        expect(failure.safeParse(json)).toHaveProperty('success')
        expect(failedItems.safeParse(json)).toHaveProperty('success')
      }),
      { numRuns: 2000 },
    )
  })

  it('of a page account for every row that came', () => {
    fc.assert(
      fc.property(mutatedPage, (json) => {
        const page = agentsPage(json, PAGE)
        if (page) expect(page.rows.length + page.badRows).toBe(page.received)
      }),
      { numRuns: 2000 },
    )
  })

  it('with a time of year 9999 have no clock to measure ages by', () => {
    const data = { api_version: '4.14.7', hostname: 'h', timestamp: '9999-12-31T23:59:59Z' }
    expect(info({ data, error: 0 })).toBeNull()
  })
})
