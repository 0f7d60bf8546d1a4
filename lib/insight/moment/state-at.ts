import { type Change, exactTime, type FieldAt, fieldAt, fieldSeenBy } from './field-at.ts'

/** Fields of which the state at a moment is told, by the manager's names. */
export const TOLD_FIELDS = [
  'status',
  'status_code',
  'group_config_status',
  'mergedSum',
  'configSum',
  'group',
  'node_name',
  'ip',
  'version',
] as const
export type ToldField = (typeof TOLD_FIELDS)[number]

/** All that is kept of one endpoint. Times in epoch milliseconds on the manager's clock. */
export interface EndpointPast {
  readonly current: Readonly<Record<ToldField, string | null>>
  readonly lastKeepAlive: number | null
  /** The manager's own time of the present loss. */
  readonly disconnectedAt: number | null
  /** When `lastKeepAlive` was last read. */
  readonly readAt: number | null
  /** Milliseconds of silence after which an active endpoint is quiet. */
  readonly quietMs: number
  readonly dateAdd: number | null
  readonly removed: { readonly lastAt: number | null; readonly removedAt: number } | null
  /** All fields, in the order in which passes saw them. */
  readonly changes: readonly Change[]
}

/** What the passes around a moment saw: `lib/insight/moment.ts`. */
export interface Watch {
  /** Since when the manager is watched. */
  readonly since: number | null
  readonly before: number | null
  readonly after: number | null
  /** Nobody looked at the moment. */
  readonly gap: boolean
}

/**
 * What is known now of the connection at a moment. `silent`: said to be active, but never heard again until it was declared gone;
 * `unsure`: it changed between two passes, and so may have been either; `later`: no pass has looked since.
 */
export const VERDICTS = [
  'connected',
  'silent',
  'disconnected',
  'pending',
  'never_connected',
  'unsure',
  'later',
  'unknown',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** Why nothing is known of an endpoint at a moment; `removing`: it went between the two passes around it. */
export type Absence =
  | { readonly kind: 'before_history'; readonly since: number | null }
  | { readonly kind: 'not_enrolled'; readonly enrolledAt: number | null }
  | { readonly kind: 'not_seen_yet'; readonly enrolledAt: number; readonly seenAt: number }
  | { readonly kind: 'removing' | 'removed'; readonly lastAt: number | null; readonly removedAt: number }

export interface StateAt {
  readonly kind: 'known'
  /** What the manager's record said. */
  readonly said: Readonly<Record<ToldField, FieldAt>>
  /** What passes had brought by then; `null` when none had. */
  readonly seen: { readonly status: string | null; readonly sync: string | null; readonly at: number } | null
  readonly verdict: Verdict
  /** Last keep-alive before the moment, exact only where a recorded loss followed; else it lies between these two passes. */
  readonly heard: { readonly at: number | null; readonly from: number | null; readonly to: number | null }
  /** When it was declared gone, of `silent` and `disconnected`. */
  readonly declaredAt: number | null
  /** When it was back by, of `silent` and `disconnected`. */
  readonly backBy: number | null
  readonly gap: boolean
}

/** The three answers about an endpoint at a moment that is not in the future. */
export function stateAt(past: EndpointPast, at: number, watch: Watch): StateAt | Absence {
  const absence = absenceAt(past, at, watch)
  if (absence) return absence
  const of = (field: ToldField) => past.changes.filter((change) => change.field === field)
  // Every name of the list is a key of the result.
  const said = Object.fromEntries(TOLD_FIELDS.map((field) => [field, fieldAt(of(field), past.current[field], at)])) as Record<
    ToldField,
    FieldAt
  >
  const seen = watch.before === null ? null : { ...seenBy(past, of, at), at: watch.before }
  return { kind: 'known', said, seen, gap: watch.gap, ...connectionAt(past, of('status'), said.status, at, watch) }
}

function seenBy(past: EndpointPast, of: (field: ToldField) => Change[], at: number) {
  return {
    status: fieldSeenBy(of('status'), past.current.status, at),
    sync: fieldSeenBy(of('group_config_status'), past.current.group_config_status, at),
  }
}

function absenceAt({ dateAdd, removed, changes }: EndpointPast, at: number, { since }: Watch): Absence | null {
  if (dateAdd !== null && at < dateAdd) return { kind: 'not_enrolled', enrolledAt: dateAdd }
  if (since === null || at < since) return { kind: 'before_history', since }
  // Only endpoints that came after the first pass begin with their enrolment.
  const first = changes.find(({ field }) => field === 'dateAdd')
  if (first && at < first.seenAt) {
    const enrolledAt = dateAdd ?? first.at
    if (enrolledAt === null || (first.afterAt !== null && at <= first.afterAt)) return { kind: 'not_enrolled', enrolledAt }
    return { kind: 'not_seen_yet', enrolledAt, seenAt: first.seenAt }
  }
  if (!removed) return null
  const { lastAt, removedAt } = removed
  if (at >= removedAt) return { kind: 'removed', lastAt, removedAt }
  return lastAt !== null && at > lastAt ? { kind: 'removing', lastAt, removedAt } : null
}

type Connection = Pick<StateAt, 'verdict' | 'heard' | 'declaredAt' | 'backBy'>

function connectionAt(past: EndpointPast, changes: readonly Change[], said: FieldAt, at: number, watch: Watch): Connection {
  const within = { at: null, from: watch.before, to: watch.after }
  const none = { declaredAt: null, backBy: null }
  if (said.or !== undefined) {
    const heardAt = said.next?.lastKeepAlive ?? null
    if (said.or === 'disconnected' && said.value !== 'disconnected' && heardAt !== null && heardAt < at) {
      return { verdict: 'silent', heard: exactly(heardAt), declaredAt: null, backBy: backAfter(changes, said.next) }
    }
    return { verdict: 'unsure', heard: within, ...none }
  }
  switch (said.value) {
    case 'disconnected': {
      const { last, next } = said
      // Without a change it was so when it was first seen, and only a loss that is not a later one tells more.
      const isPresent = last === null && next === null && past.disconnectedAt !== null && past.disconnectedAt <= at
      return {
        verdict: 'disconnected',
        heard: exactly(last ? last.lastKeepAlive : isPresent ? past.lastKeepAlive : null),
        declaredAt: last ? exactTime(last) : isPresent ? past.disconnectedAt : null,
        backBy: next?.seenAt ?? null,
      }
    }
    case 'active':
    case 'pending': {
      const loss = said.next?.to === 'disconnected' ? said.next : null
      if (loss && loss.lastKeepAlive !== null && loss.lastKeepAlive < at) {
        const back = backAfter(changes, loss)
        return { verdict: 'silent', heard: exactly(loss.lastKeepAlive), declaredAt: exactTime(loss), backBy: back }
      }
      const verdict = said.value === 'active' ? 'connected' : 'pending'
      if (said.next) return { verdict, heard: within, ...none }
      return { ...sinceThen(past, at, verdict, within), ...none }
    }
    case 'never_connected':
      return { verdict: 'never_connected', heard: exactly(null), ...none }
    default:
      return { verdict: 'unknown', heard: within, ...none }
  }
}

/** Nothing has changed since the moment: what the newest reading of its keep-alive says. */
function sinceThen(
  { lastKeepAlive, readAt, quietMs }: EndpointPast,
  at: number,
  verdict: 'connected' | 'pending',
  within: StateAt['heard'],
) {
  if (lastKeepAlive === null) return { verdict, heard: within }
  if (lastKeepAlive >= at) return { verdict, heard: within }
  if (readAt === null || readAt < at) return { verdict: 'later' as const, heard: exactly(lastKeepAlive) }
  return { verdict: readAt - lastKeepAlive > quietMs ? ('silent' as const) : verdict, heard: exactly(lastKeepAlive) }
}

/** When the endpoint was seen back after a loss. */
function backAfter(changes: readonly Change[], loss: Change | null): number | null {
  const index = loss === null ? -1 : changes.indexOf(loss)
  return index < 0 ? null : (changes[index + 1]?.seenAt ?? null)
}

function exactly(at: number | null): StateAt['heard'] {
  return { at, from: null, to: null }
}
