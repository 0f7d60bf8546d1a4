import type { AgentsPage } from '#server/manager/client.ts'
import { IDS_MAX } from '#server/manager/fields.ts'
import { going, openReader, tallyPlan } from './full-pass.ts'
import { type Identity, isSuspicious, type PageMatch, parseIdentity, type StoredIdentity, sameIdentity } from './identity.ts'
import { orUndefined } from './or-undefined.ts'
import { commitPlan, type PagePlan, type PlanContext, planPage } from './page-plan.ts'
import type { PassEnd, PassHost } from './pass.ts'

/** Requests that one pass spends on those that left the set; beyond that a full pass is cheaper. */
const ASK_AGAIN_MAX = 10

/**
 * Reads the agents that are not both active and in sync. Those that were in that set and are not any more are asked for again
 * by their ids: they came back, or they are gone, which only a full pass decides.
 */
export async function smallPass(sync: PassHost, passId: number, signal?: AbortSignal): Promise<PassEnd> {
  const { client, writer } = sync.options
  const info = await client.getInfo(signal)
  writer.timePass(passId, info.timestamp)
  const before = writer.manager(sync.id)
  const fleet = sync.fleet()
  const stored = parseIdentity(before.identity)
  // Another host of the cluster, or another installation: a full pass finds out.
  if (!stored?.hostnames.includes(info.hostname)) sync.wantsFull = true
  const pass = {
    passId,
    asOf: info.timestamp,
    previousFullAsOf: before.fullAsOf,
    previousFullId: before.lastFullAt === null ? null : sync.lastCompleteId,
  }
  const context: PlanContext = { managerId: sync.id, writer, fleet, pass, lastSmallId: sync.lastSmallId }
  const leftAlone = new Set<number>()
  const isOurs = replacedJudge(stored, async () => {
    const installation = await orUndefined(client.getManagerInfo(signal))
    return { uuid: installation?.uuid ?? null, hostname: info.hostname }
  })

  const take = async (page: AgentsPage) => {
    const planned = planPage(context, page.rows)
    const plan = (await isOurs(planned)) ? planned : withoutReplaced(planned, leftAlone)
    if (leftAlone.size > 0) sync.wantsFull = true
    tallyPlan(sync, plan, page)
    commitPlan(context, plan, {
      manager: sync.limited ? going(sync, false) : {},
      pass: { rows: sync.tally.rows },
    })
  }

  const reader = openReader(sync, 'notOk', signal)
  for await (const page of reader.pages()) await take(page)
  if (reader.inconsistency !== null) {
    const problem = `The manager’s pages don’t add up: ${reader.inconsistency}.`
    return { outcome: 'unconfirmed', state: 'degraded', problem, manager: {} }
  }

  const left = fleet.unseenNotOk(passId).filter((id) => !leftAlone.has(id) && !reader.badIds.has(id))
  const isWhole = left.length <= ASK_AGAIN_MAX * IDS_MAX
  if (!isWhole) sync.wantsFull = true
  for (let from = 0; from < Math.min(left.length, ASK_AGAIN_MAX * IDS_MAX); from += IDS_MAX) {
    const ids = left.slice(from, from + IDS_MAX)
    await take(await client.listAgents({ kind: { ids }, afterId: 0, limit: IDS_MAX }, signal))
  }
  return {
    outcome: 'ok',
    ...sync.standing,
    // Readers take `asOf` for the time when every agent in this set was read.
    manager: { ...(isWhole && leftAlone.size === 0 ? { asOf: info.timestamp } : {}), apiVersion: info.apiVersion },
  }
}

/**
 * Judges the pages of one small pass in their order: whether the agents on them that took others' ids may be written. They may while
 * they are few or not most of the set, and the stored installation answers, which is asked once, when the first one is met.
 */
function replacedJudge(stored: StoredIdentity | null, ask: () => Promise<Identity>): (page: PageMatch) => Promise<boolean> {
  const all = { known: 0, replaced: 0 }
  let isStored: boolean | null = null
  return async ({ known, replaced }) => {
    all.known += known
    all.replaced += replaced
    if (replaced === 0) return true
    if (isSuspicious(all) || stored === null) return false
    isStored ??= sameIdentity(stored, await ask())
    return isStored
  }
}

/** Without the agents of a doubtful page that took others' ids, and of a suspicious one also those that are new to us. */
function withoutReplaced(plan: PagePlan, leftAlone: Set<number>): PagePlan {
  const suspicious = isSuspicious(plan)
  const changes = plan.changes.filter(({ id, kind, gone }) => {
    const leave = gone !== null || (suspicious && kind === 'new')
    if (leave) leftAlone.add(id)
    return !leave
  })
  return { ...plan, changes }
}
