import { setTimeout } from 'node:timers/promises'
import { headers } from 'next/headers'
import { scopeKind } from '#lib/agent/scope.ts'
import type { FirstAgent, FirstAnswers, FirstQuestions } from '#lib/contract/first-answers.ts'
import type { Settings } from '#lib/contract/settings.ts'
import type { SyncReport } from '#lib/contract/sync.ts'
import { runtime } from '#server/runtime.ts'
import { getSettings } from '#server/services/administration/get-settings.ts'
import { getAgent } from '#server/services/agent/get-agent.ts'
import { getAgentSync } from '#server/services/agent/get-agent-sync.ts'
import { isServiceError, storeFailure } from '#server/services/errors.ts'
import { countQueries } from '#server/services/fleet/count-queries.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { listAgentsJson } from '#server/services/fleet/list-agents-json.ts'
import { listViews } from '#server/services/fleet/views.ts'
import { getEvents } from '#server/services/past/get-events.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'
import { administersManager } from '#server/services/people/administrators.ts'
import { pageContext } from './page-context.ts'
import { pageZone } from './page-zone.ts'

/** A page waits this long for an answer at most; what takes longer it asks for itself, and has the rest meanwhile. */
const PATIENCE_MS = 1500

/** The settings for the first paint of a page; `null` when they can't be had yet, and for whoever may see no agent. */
export async function pageSettings(): Promise<Settings | null> {
  const page = await readers()
  return page && orNull(() => getSettings({ ctx: page.ctx, input: {} }))
}

/** How the collector stands, for the first paint of a page; `null` when it can't be had yet, and for whoever may see no agent. */
export async function pageReport(): Promise<SyncReport | null> {
  const page = await readers()
  return (
    page && orNull(() => getSync({ ctx: page.ctx, input: { administers: administersManager(page.session, page.ctx.config) } }))
  )
}

/**
 * What the routes would answer the person who opens the list, under the same rights; `null` for whoever may see no agent. A page
 * that is only gone back to has its answers already, so nothing is asked for it.
 */
export async function listAnswers(asked: FirstQuestions): Promise<FirstAnswers | null> {
  const page = await firstReaders()
  if (!page) return null
  const { ctx, session: who } = page
  const { q, counted, past, rows } = asked
  const [summary, whole, events, evolution, breakdowns, counts, views, body] = await Promise.all([
    orNull(() => getSummary({ ctx, input: { q } })),
    q === '' ? null : orNull(() => getSummary({ ctx, input: {} })),
    orNull(() => getEvents({ ctx, input: {} })),
    orNull(() => getEvolution({ ctx, input: past })),
    orNull(() => getBreakdowns({ ctx, input: { q } })),
    orNull(() => countQueries({ ctx, input: { q: counted } })),
    asked.views ? orNull(() => listViews({ ctx: { ...runtime(), who } })) : null,
    rows && orNull(() => listAgentsJson({ ctx, input: withoutEmpty(rows) })),
  ])
  return { asked, summary, whole, events, evolution, breakdowns, counts, views, rows: body && new TextDecoder().decode(body) }
}

/**
 * What the routes would answer the person who opens the page of an endpoint, under the same rights; `null` where they would say why
 * there is none.
 */
export async function agentAnswers(manager: string, id: string): Promise<FirstAgent | null> {
  const page = await firstReaders()
  if (!page) return null
  const asked = { ctx: page.ctx, input: { manager, id } }
  const [detail, sync] = await Promise.all([orNull(() => getAgent(asked)), orNull(() => getAgentSync(asked))])
  return detail && { detail, sync }
}

/** As an address has them, where what is empty is not written. */
function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}

/** Whoever may see agents and opens a page that nothing is known of yet, in a zone that is known. */
async function firstReaders() {
  const isPage = (await headers()).get('accept')?.includes('text/html') ?? false
  return isPage && (await pageZone()) !== null ? readers() : null
}

/** Whoever opens a page and may see agents. */
async function readers() {
  const page = await pageContext()
  return page === null || scopeKind(page.session.scope) === 'nothing' ? null : page
}

/** The answer; `null` when it takes too long, and where the route would say why there is none. */
async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  const late = new AbortController()
  const waited = setTimeout(PATIENCE_MS, null, { signal: late.signal, ref: false }).catch(() => null)
  try {
    return await Promise.race([ask(), waited])
  } catch (error) {
    if (isServiceError(error) || storeFailure(error)) return null
    throw error
  } finally {
    late.abort()
  }
}
