import { seesCard } from '#lib/agent/scope.ts'
import type { AlertQuestion, AlertReading } from '#lib/contract/alert-question.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { Choice, Resolved } from '#lib/contract/resolve.ts'
import { managerCard } from '#lib/contract/sync.ts'
import { makeTerm } from '#lib/query/compose.ts'
import { parseMoment } from '#lib/query/moment-text.ts'
import { printQuery } from '#lib/query/print.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { ManagerView } from '#server/fleet/snapshot.ts'
import { reportInScope } from '#server/store/manager-report.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { getBreakdowns } from '../fleet/get-breakdowns.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { byAddress, byId, byName, type Candidate, nearestTo } from './resolve-candidates.ts'

const CHOICES_MAX = 20

/**
 * Which endpoint a link or an alert means, of those that the scope sees: one that is hidden is answered as one that never was. Nothing
 * of what is asked is logged or kept. @throws ServiceError `bad_request`, `not_ready`
 */
export async function resolve({ ctx, input }: { ctx: ServiceContext; input: AlertReading }): Promise<Resolved> {
  if (!input.ok) throw new ServiceError('bad_request', refusal(input))
  const { question } = input
  const snapshot = readSnapshot(ctx)
  const all = managersInScope(snapshot.managers, ctx.scope)
  const managers = await managersMeant(ctx, all, question)
  const id = question.id === null ? null : readId(question.id)
  if (id === 0) {
    const own = managers.filter((manager) => seesCard(ctx.scope, manager.id))
    return managerItself(own.map(({ id: manager, name: managerName }) => ({ manager, managerName })))
  }
  const look = { ctx, snapshot, managers }
  const found = await candidates(look, question, id)
  const read = question.at === null ? null : parseMoment(question.at)
  const meant = narrowed(found, read?.ok ? read.at : null)
  const toChoice = choiceOf(all, question.at)
  const choices = meant.slice(0, CHOICES_MAX).map(toChoice)
  const [only] = choices
  const nearest = async () => (await nearestTo({ ...look, managers: all }, question.name)).map(toChoice)
  if (!only) return { kind: 'none', nearest: await nearest() }
  const { name } = question
  // Its id alone proves nothing where the alert gives a name that nobody has: it may be of a manager that is not watched.
  if (name !== null && id !== null && !meant.some((one) => isNamed(one, name)))
    return { kind: 'other_name', named: name, choices, nearest: await nearest() }
  if (choices.length === 1) return { kind: 'one', choice: only }
  return { kind: 'several', choices, more: meant.length > CHOICES_MAX }
}

function managerItself(own: Extract<Resolved, { kind: 'managers' }>['managers']): Resolved {
  const [first] = own
  if (!first) return { kind: 'none', nearest: [] }
  return own.length === 1 ? { kind: 'manager', ...first } : { kind: 'managers', managers: own }
}

function isNamed(one: Candidate, name: string): boolean {
  return one.name.toLowerCase() === name.toLowerCase()
}

type Look = Parameters<typeof byName>[0]

/** An id that carries the name the alert gives is beyond doubt; another name under it means that the id was given anew. */
async function candidates(look: Look, { name, ip }: AlertQuestion, id: number | null): Promise<Candidate[]> {
  if (id !== null) {
    const own = await byId(look, id)
    const same = name === null ? own : own.filter((one) => isNamed(one, name))
    if (same.length > 0) return same
    return name === null ? own : [...own, ...(await byName(look, name))]
  }
  const named = name === null ? [] : await byName(look, name)
  if (name !== null && (named.length > 0 || ip === null)) {
    const there = named.filter((one) => ip !== null && one.ip === ip)
    return there.length > 0 ? there : named
  }
  return ip === null ? [] : byAddress(look, ip)
}

/** One for each page, of those only that were there at the moment, where any were. */
function narrowed(found: readonly Candidate[], at: number | null): Candidate[] {
  const there = found.filter(({ dateAdd, removedAt }) =>
    at === null ? removedAt === null : (dateAdd ?? 0) <= at && (removedAt === null || at < removedAt),
  )
  const pages = new Map<string, Candidate>()
  for (const one of there.length > 0 ? there : found) {
    const page = `${one.manager}/${one.id}`
    if (!pages.has(page)) pages.set(page, one)
  }
  return [...pages.values()]
}

/**
 * The managers that an alert's names mean: what it calls the manager first, which may be a worker that agents report to, and the cluster
 * where that leaves several, as clusters are mostly called alike. All where they mean none that we know.
 */
async function managersMeant(
  ctx: ServiceContext,
  managers: readonly ManagerView[],
  { manager, cluster }: AlertQuestion,
): Promise<readonly ManagerView[]> {
  if ((manager === null && cluster === null) || managers.length < 2) return managers
  const known = managers.map((view) => {
    const config = ctx.config.managers.find((one) => one.id === view.id)
    const card = cardOf(reportInScope(ctx.scope, view).card)
    return { view, names: [view.id, view.name, config?.url.hostname, card?.hostname, card?.nodeName], cluster: card?.cluster }
  })
  const is = (name: string | null | undefined, word: string) => name?.toLowerCase() === word.toLowerCase()
  const named = known.filter(({ names }) => manager !== null && names.some((name) => is(name, manager)))
  const hosts = named.length === 0 && manager !== null ? await managersOfHost(ctx, manager) : null
  const reached = hosts ? known.filter(({ view }) => hosts.has(view.id)) : named
  const among = reached.length > 0 ? reached : known
  const words = [cluster, reached.length > 0 ? null : manager].flatMap((word) => word ?? [])
  const inCluster = among.filter((one) => words.some((word) => is(one.cluster, word) || one.names.some((name) => is(name, word))))
  return (inCluster.length > 0 ? inCluster : among).map(({ view }) => view)
}

/** Ids of the managers to whose host of this name agents in scope report. */
async function managersOfHost(ctx: ServiceContext, host: string): Promise<ReadonlySet<string>> {
  const term = makeTerm('manager_host', '=', host)
  if (!term) return new Set()
  const { manager } = await getBreakdowns({ ctx, input: { q: printQuery(term) } })
  return new Set(manager.bars.flatMap(({ value }) => value ?? []))
}

function cardOf(json: string | null) {
  try {
    return json === null ? null : (managerCard.safeParse(JSON.parse(json)).data ?? null)
  } catch {
    return null
  }
}

function choiceOf(managers: readonly ManagerView[], at: string | null) {
  return ({ manager, id, name, ip, status, dateAdd, removedAt }: Candidate): Choice => ({
    ...{ manager, id, name, ip, status, enrolledAt: isoTime(dateAdd), removedBy: isoTime(removedAt) },
    managerName: managers.find((one) => one.id === manager)?.name ?? manager,
    href: `/agents/${encodeURIComponent(manager)}/${id}${at === null ? '' : `?at=${encodeURIComponent(momentText(at))}`}`,
  })
}

/** A readable moment in one spelling; any other as it came, so that the page can say what is wrong with it. */
function momentText(at: string): string {
  const read = parseMoment(at)
  return (read.ok ? isoTime(read.at) : null) ?? at
}

function readId(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw new ServiceError('bad_request', 'An agent’s id is a number such as 001.')
}

function refusal(reading: Extract<AlertReading, { ok: false }>): string {
  switch (reading.problem) {
    case 'no_object':
      return 'This is no alert: send one JSON object.'
    case 'too_deep':
      return `This JSON has more than ${LIMITS.alertDepth} levels.`
    case 'too_long':
      return `“${reading.field}” has more than ${LIMITS.alertName} characters.`
    case 'no_agent':
      return 'This names no agent: there is no agent.id, agent.name or agent.ip in it.'
  }
}
