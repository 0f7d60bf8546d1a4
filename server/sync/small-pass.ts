import type { AgentsPage } from '#server/manager/client.ts'
import { IDS_MAX } from '#server/manager/fields.ts'
import { going, openReader, tallyPlan } from './full-pass.ts'
import { formatOffer, isOtherFleet, parseIdentity } from './identity.ts'
import { commitPlan, type PlanContext, planPage } from './page-plan.ts'
import { OtherFleet, type PassEnd, type PassHost } from './pass.ts'

/** Requests that one pass spends on those that left the set; beyond that a full pass is cheaper. */
const ASK_AGAIN_MAX = 10

/**
 * Reads the agents that are not both active and in sync. Those that were in that set and are not any more are asked for again
 * by their ids: they came back, or they are gone, which only a full pass decides.
 */
export async function smallPass(sync: PassHost, passId: number, signal?: AbortSignal): Promise<PassEnd> {
  const { client, writer, clock } = sync.options
  const info = await client.getInfo(signal)
  const before = writer.manager(sync.id)
  const fleet = sync.fleet()
  // One host name of a cluster, or another installation: a full pass finds out.
  if (parseIdentity(before.identity)?.hostname !== info.hostname) sync.wantsFull = true
  const pass = {
    passId,
    asOf: info.timestamp,
    previousFullAsOf: before.fullAsOf,
    previousFullId: before.lastFullAt === null ? null : sync.lastCompleteId,
  }
  const context: PlanContext = { managerId: sync.id, writer, fleet, pass, lastSmallId: sync.lastSmallId }
  const stored = fleet.size

  const take = (page: AgentsPage) => {
    const plan = planPage(context, page.rows)
    const check = { known: plan.known, replaced: plan.replaced, first: false, stored, identityChanged: false }
    if (!sync.options.acceptsAnyFleet && isOtherFleet(check)) {
      throw new OtherFleet(
        formatOffer({ uuid: null, hostname: info.hostname }, clock.now()),
        `Another fleet answers at this address (host ${info.hostname}). Collecting has stopped; run “npm run confirm -- ${sync.id}” if this is right.`,
      )
    }
    tallyPlan(sync, plan, page)
    commitPlan(context, plan, {
      manager: sync.limited ? going(sync, false) : {},
      pass: { rows: sync.tally.rows, asOf: info.timestamp },
    })
  }

  const reader = openReader(sync, 'notOk', signal)
  for await (const page of reader.pages()) take(page)
  if (reader.inconsistency !== null) {
    const problem = `The manager’s pages don’t add up: ${reader.inconsistency}.`
    return { outcome: 'unconfirmed', problem, pass: { asOf: info.timestamp }, manager: {} }
  }

  const left = fleet.unseenNotOk(passId)
  if (left.length > ASK_AGAIN_MAX * IDS_MAX) sync.wantsFull = true
  for (let from = 0; from < Math.min(left.length, ASK_AGAIN_MAX * IDS_MAX); from += IDS_MAX) {
    const ids = left.slice(from, from + IDS_MAX)
    take(await client.listAgents({ kind: { ids }, afterId: 0, limit: IDS_MAX }, signal))
  }
  return {
    outcome: 'ok',
    problem: null,
    pass: { asOf: info.timestamp },
    manager: { asOf: info.timestamp, apiVersion: info.apiVersion },
  }
}
