import type { AgentsPage } from '#server/manager/client.ts'
import { IDS_MAX } from '#server/manager/fields.ts'
import { going, openReader, tallyPlan } from './full-pass.ts'
import { isSuspicious, parseIdentity } from './identity.ts'
import { commitPlan, type PagePlan, type PlanContext, planPage } from './page-plan.ts'
import type { PassEnd, PassHost } from './pass.ts'

/** Requests that one pass spends on those that left the set; beyond that a full pass is cheaper. */
const ASK_AGAIN_MAX = 10

/**
 * Reads the agents that are not both active and in sync. Those that were in that set and are not any more are asked for again
 * by their ids: they came back, or they are gone, which only a full pass decides. So does it with those that were replaced.
 */
export async function smallPass(sync: PassHost, passId: number, signal?: AbortSignal): Promise<PassEnd> {
  const { client, writer } = sync.options
  const info = await client.getInfo(signal)
  writer.timePass(passId, info.timestamp)
  const before = writer.manager(sync.id)
  const fleet = sync.fleet()
  // Another host of the cluster, or another installation: a full pass finds out.
  if (!parseIdentity(before.identity)?.hostnames.includes(info.hostname)) sync.wantsFull = true
  const pass = {
    passId,
    asOf: info.timestamp,
    previousFullAsOf: before.fullAsOf,
    previousFullId: before.lastFullAt === null ? null : sync.lastCompleteId,
  }
  const context: PlanContext = { managerId: sync.id, writer, fleet, pass, lastSmallId: sync.lastSmallId }
  const leftAlone = new Set<number>()

  const take = (page: AgentsPage) => {
    const plan = withoutReplaced(planPage(context, page.rows), leftAlone)
    if (leftAlone.size > 0) sync.wantsFull = true
    tallyPlan(sync, plan, page)
    commitPlan(context, plan, {
      manager: sync.limited ? going(sync, false) : {},
      pass: { rows: sync.tally.rows },
    })
  }

  const reader = openReader(sync, 'notOk', signal)
  for await (const page of reader.pages()) take(page)
  if (reader.inconsistency !== null) {
    const problem = `The manager’s pages don’t add up: ${reader.inconsistency}.`
    return { outcome: 'unconfirmed', state: 'degraded', problem, manager: {} }
  }

  const left = fleet.unseenNotOk(passId).filter((id) => !leftAlone.has(id) && !reader.badIds.has(id))
  const isWhole = left.length <= ASK_AGAIN_MAX * IDS_MAX
  if (!isWhole) sync.wantsFull = true
  for (let from = 0; from < Math.min(left.length, ASK_AGAIN_MAX * IDS_MAX); from += IDS_MAX) {
    const ids = left.slice(from, from + IDS_MAX)
    take(await client.listAgents({ kind: { ids }, afterId: 0, limit: IDS_MAX }, signal))
  }
  return {
    outcome: 'ok',
    ...sync.standing,
    // Readers take `asOf` for the time when every agent in this set was read.
    manager: { ...(isWhole && leftAlone.size === 0 ? { asOf: info.timestamp } : {}), apiVersion: info.apiVersion },
  }
}

/**
 * Only a full pass knows whether a replaced agent was enrolled anew or belongs to another fleet, so those are left to it; with a
 * suspicious page the agents that are new to us too. @param leftAlone takes their ids
 */
function withoutReplaced(plan: PagePlan, leftAlone: Set<number>): PagePlan {
  if (plan.replaced === 0) return plan
  const suspicious = isSuspicious(plan)
  const changes = plan.changes.filter(({ id, kind, gone }) => {
    const leave = gone !== null || (suspicious && kind === 'new')
    if (leave) leftAlone.add(id)
    return !leave
  })
  return { ...plan, changes }
}
