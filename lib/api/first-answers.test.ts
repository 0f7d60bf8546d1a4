import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import type { FirstAnswers } from '#lib/contract/first-answers.ts'
import type { Summary } from '#lib/contract/sync.ts'
import { putAnswers, putRows } from './first-answers.ts'
import { agentQueries, pastQueries, summaryQueries } from './queries.ts'

const none = { synced: 0, not_synced: 0, unknown: 0 }
const summary = (total: number): Summary => ({
  ...{ total, byStatus: { active: total, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 } },
  ...{ bySync: none, activeBySync: none, expectedDown: 0, asOf: null, scope: { kind: 'all', total }, managers: [] },
})
const rows = { q: 'status=active', sort: '', after: '', before: '', at: '' }
const page = { items: [], total: 0, position: 0, after: null, before: null, asOf: null }
const answers: FirstAnswers = {
  asked: { q: 'status=active', counted: ['gone=true'], past: { from: '24h', to: '' }, views: false, rows },
  ...{ summary: summary(3), whole: summary(5), events: null, evolution: null, breakdowns: null, counts: null, views: null },
  rows: JSON.stringify(page),
}

it('has each answer where the page looks for it', () => {
  const client = new QueryClient()
  putAnswers(client, answers)
  expect(client.getQueryData(summaryQueries.of('status=active').queryKey)?.total).toBe(3)
  expect(client.getQueryData(summaryQueries.of('').queryKey)?.total).toBe(5)
  expect(client.getQueryData(pastQueries.events().queryKey)).toBeUndefined()
  expect(client.getQueryData(agentQueries.page(rows).queryKey)).toBeUndefined()
  putRows(client, answers)
  expect(client.getQueryData(agentQueries.page(rows).queryKey)).toEqual(page)
})

it('keeps what was asked for since', () => {
  const client = new QueryClient()
  client.setQueryData(summaryQueries.of('').queryKey, summary(6))
  putAnswers(client, answers)
  expect(client.getQueryData(summaryQueries.of('').queryKey)?.total).toBe(6)
})

it('leaves rows that nobody can read to be asked for', () => {
  const client = new QueryClient()
  putRows(client, { ...answers, rows: '{"items":[{}]}' })
  expect(client.getQueryData(agentQueries.page(rows).queryKey)).toBeUndefined()
})
