import type { DataTag, QueryClient } from '@tanstack/react-query'
import { agentsPage } from '#lib/contract/agents.ts'
import type { FirstAgent, FirstAnswers } from '#lib/contract/first-answers.ts'
import { agentSyncQuery } from './agent-sync.ts'
import { listQueries } from './list-queries.ts'
import { agentQueries, breakdownQueries, pastQueries, summaryQueries } from './queries.ts'
import { viewQueries } from './views.ts'

/** Keeps what came with the page as if it had been asked for; what is known already is younger. */
export function putFirst<T>(
  client: QueryClient,
  queryKey: DataTag<readonly unknown[], T, Error>,
  answer: NoInfer<T> | null,
): void {
  if (answer !== null && client.getQueryData(queryKey) === undefined)
    client.setQueryData(queryKey, answer, { updatedAt: madeAt() })
}

/** The answers that the server draws the list page from. */
export function putAnswers(client: QueryClient, answers: FirstAnswers): void {
  const { q, counted, past } = answers.asked
  putFirst(client, summaryQueries.of(q).queryKey, answers.summary)
  putFirst(client, summaryQueries.of('').queryKey, answers.whole)
  putFirst(client, pastQueries.events().queryKey, answers.events)
  putFirst(client, pastQueries.evolution(past).queryKey, answers.evolution)
  putFirst(client, breakdownQueries.of(q).queryKey, answers.breakdowns)
  putFirst(client, listQueries.counts(counted).queryKey, answers.counts)
  putFirst(client, viewQueries.list().queryKey, answers.views)
}

/** The answers that the server draws the page of an endpoint from. */
export function putAgent(client: QueryClient, { detail, sync }: FirstAgent): void {
  const { manager, id } = detail.agent
  putFirst(client, agentQueries.detail(manager, id).queryKey, detail)
  putFirst(client, agentSyncQuery(manager, id).queryKey, sync)
}

/** The page of rows, once the browser can draw it. */
export function putRows(client: QueryClient, { asked, rows }: FirstAnswers): void {
  if (asked.rows === null || rows === null) return
  putFirst(client, agentQueries.page(asked.rows).queryKey, agentsPage.safeParse(JSON.parse(rows)).data ?? null)
}

/** Epoch milliseconds. In a browser the answers are at most as old as the way to the page. */
function madeAt(): number {
  return typeof window === 'undefined' ? Date.now() : performance.timeOrigin
}
