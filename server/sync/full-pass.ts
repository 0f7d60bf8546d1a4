import { createHash } from 'node:crypto'
import { type AccountRights, judgeAccount } from '#server/manager/account-rights.ts'
import type { AgentsPage } from '#server/manager/client.ts'
import type { ManagerError } from '#server/manager/errors.ts'
import type { ManagerPatch } from '#server/store/manager-row.ts'
import { readCard } from './card.ts'
import { judgeCounts } from './discrepancy.ts'
import { readGroups } from './groups.ts'
import { fleetJudge, formatIdentity, formatOffer, type Identity, parseIdentity, sameIdentity } from './identity.ts'
import { judgeMissing } from './missing.ts'
import { orUndefined } from './or-undefined.ts'
import { commitPlan, type PagePlan, type PlanContext, planPage, removeAgents } from './page-plan.ts'
import { PageReader } from './pages.ts'
import { OtherFleet, type PassEnd, type PassHost } from './pass.ts'

/** A page waits at most a minute for its turn in the budget. */
const PAGE_MS = 60_000

/** Reads the whole fleet, page by page, and at its end decides which agents are gone. */
export async function fullPass(sync: PassHost, passId: number, signal?: AbortSignal): Promise<PassEnd> {
  const { client, writer, manager: config, clock } = sync.options
  const info = await client.getInfo(signal)
  writer.timePass(passId, info.timestamp)
  const installation = await orUndefined(client.getManagerInfo(signal))
  const policies = await client.getPolicies(signal)
  const rights = policies.text
  const account = judgeAccount(policies)
  const partial = account.hidden.includes('agents')
  sync.tellAccount(account)
  const version = installation?.version ?? `v${info.apiVersion}`
  const before = writer.manager(sync.id)
  const card = await readCard(sync, { info, version, rights, stored: before.card }, signal)
  const stored = parseIdentity(before.identity)
  // A uuid that can't be had this time is still the known one while the host name is.
  const uuid = installation?.uuid ?? (stored?.hostnames.includes(info.hostname) ? stored.uuid : null)
  const identity: Identity = { uuid, hostname: info.hostname }
  const offered = parseIdentity(before.offeredIdentity)
  const confirmed = before.offeredIdentity !== null && before.confirmedIdentity === before.offeredIdentity
  const mayReplace = sync.options.acceptsAnyFleet || (confirmed && offered !== null && sameIdentity(offered, identity))

  const fleet = sync.fleet()
  const knownBefore = fleet.size
  const first = before.lastFullAt === null
  const pass = {
    passId,
    asOf: info.timestamp,
    previousFullAsOf: before.fullAsOf,
    previousFullId: first ? null : sync.lastCompleteId,
  }
  const context: PlanContext = { managerId: sync.id, writer, fleet, pass, lastSmallId: sync.lastSmallId }
  const identityChanged = stored !== null && !sameIdentity(stored, identity)
  const reader = openReader(sync, 'all', signal)
  const judge = fleetJudge(knownBefore, identityChanged)
  const held: AgentsPage[] = []
  let begun = false
  const write = (plan: PagePlan, page: AgentsPage) => {
    tallyPlan(sync, plan, page)
    const progress = first ? { progressRows: reader.rows, progressTotal: Math.max(reader.total, reader.rows) } : {}
    const state = (first && !begun) || sync.limited ? going(sync, first) : {}
    begun = true
    commitPlan(context, plan, {
      manager: { ...progress, ...state, nextTryAt: clock.now() + PAGE_MS },
      pass: { rows: sync.tally.rows },
    })
  }
  for await (const page of reader.pages()) {
    const plan = planPage(context, page.rows)
    const verdict = mayReplace ? 'ours' : judge(plan)
    if (verdict === 'other') {
      throw new OtherFleet(
        formatOffer(identity, clock.now()),
        `Another fleet answers at this address (host ${identity.hostname}): most of the agents we know are others there. Collecting has stopped; run “npm run confirm -- ${sync.id}” if this is right.`,
      )
    }
    if (verdict === 'held') held.push(page)
    else write(plan, page)
  }
  for (const page of held) write(planPage(context, page.rows), page)

  const missing = fleet.unseenBy(passId).filter((id) => !reader.badIds.has(id))
  const rightsHash = hashRights(config.user, rights)
  let rightsChanged = before.rightsHash !== null && before.rightsHash !== rightsHash
  // Rights may also have changed while the pages came in.
  if (missing.length > 0 && !rightsChanged) rightsChanged = (await client.getPolicies(signal)).text !== rights
  const { badRows, nameless, inconsistency } = reader
  const verdict = judgeMissing({
    missing,
    known: knownBefore,
    partial,
    rightsChanged,
    badRows,
    nameless,
    inconsistency,
    doubted: sync.doubted,
  })
  sync.tally.removed = removeAgents(context, verdict.remove, (id) => (sync.outOfSight.has(id) ? 'out_of_sight' : 'removed'))
  sync.doubted = verdict.doubted
  if (rightsChanged) sync.outOfSight = new Set(missing)
  else if (verdict.outcome === 'ok') sync.outOfSight = new Set()

  // A part is as good as the whole as long as nothing of what is stored lies beyond it.
  const isWhole = verdict.outcome === 'ok' && !(partial && missing.length > 0)
  const summary = isWhole ? await orUndefined(client.getStatusSummary(signal)) : undefined
  const moved = sync.tally.changes + sync.tally.removed + (first ? 0 : sync.tally.added)
  const differs = summary && judgeCounts(sync, { counts: fleet.counts(), moved: moved + badRows, summary }, before.discrepancy)
  const groups = await readGroups(sync, signal)
  if (groups) writer.saveGroupSums(sync.id, passId, groups)
  if (before.account !== null && before.account !== JSON.stringify(account)) auditAccount(sync, account)
  return {
    outcome: verdict.outcome,
    state: isWhole ? 'ok' : 'degraded',
    problem: verdict.problem,
    manager: {
      ...(inconsistency === null ? { rightsHash } : {}),
      apiVersion: info.apiVersion,
      version,
      account: JSON.stringify(account),
      ...(card === undefined ? {} : { card }),
      ...(differs === undefined ? {} : { discrepancy: differs }),
      // What a person confirmed is another fleet, whose hosts are not those of the old one.
      identity: formatIdentity(identity, mayReplace && identityChanged ? null : stored),
      offeredIdentity: null,
      confirmedIdentity: null,
      ...(verdict.outcome === 'ok' ? { asOf: info.timestamp } : {}),
      // It says how old the keep-alives may be; those of agents out of sight grow old.
      ...(isWhole ? { fullAsOf: info.timestamp } : {}),
    },
  }
}

/** Whoever gives our account more, or takes something from it, changes what a stolen key of ours is worth, and what is seen here. */
function auditAccount({ id, options }: PassHost, { hidden, excess }: AccountRights): void {
  const detail = { notRead: hidden.join(' '), beyondReading: excess.join(' ') }
  options.audit({ kind: 'account_changed', outcome: 'ok', manager: id, subject: options.manager.user, detail })
}

/** A reader of pages that says so in the manager's row while the manager limits us. */
export function openReader(
  sync: PassHost,
  kind: ConstructorParameters<typeof PageReader>[0]['kind'],
  signal?: AbortSignal,
): PageReader {
  const { client, clock, random } = sync.options
  const onRateLimited = (error: ManagerError) => {
    sync.limited = true
    sync.setState('rate_limited', error.message, clock.now() + (error.retryAfterMs ?? 60_000))
  }
  return new PageReader({ client, kind, size: sync.pageSize, clock, random, signal, onRateLimited })
}

/** The manager's row once pages come in (again). */
export function going(sync: PassHost, first: boolean): ManagerPatch {
  sync.limited = false
  const said = first ? { state: 'first_pass' as const, problem: null } : sync.standing
  return { ...said, stateSince: sync.options.clock.now(), nextTryAt: null }
}

/** Adds one page to what the pass will say of itself. */
export function tallyPlan(
  sync: PassHost,
  plan: PagePlan,
  page: { rows: readonly unknown[]; badRows: number; unknownStatuses: number },
) {
  const { tally } = sync
  tally.rows += page.rows.length
  tally.badRows += page.badRows
  tally.unknownStatuses += page.unknownStatuses
  for (const { kind } of plan.changes) {
    if (kind === 'new') tally.added++
    else if (kind === 'changed') tally.changes++
  }
}

function hashRights(user: string, rights: string): string {
  return createHash('sha256')
    .update(JSON.stringify([user, rights]))
    .digest('hex')
}
