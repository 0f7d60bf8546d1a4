/** The rule that answers "are we fine?", in numbers. What it means is written in docs/alarm-rule.md. */
export interface AlarmSettings {
  /** Shares of the endpoints that should report and do not. */
  readonly shareAttention: number
  readonly shareAlarm: number
  /** Fewer than this many are no alarm, whatever their share. */
  readonly leastAlarm: number
  /** A mass event of so many endpoints, or of this share of all, is an alarm while most of them are still gone. */
  readonly massAlarm: number
  readonly massShareAlarm: number
  /** One counts while this share of its endpoints is still gone. */
  readonly massOpenShare: number
  /** Quiet agents: so many, and this share of the active ones. */
  readonly quietAttention: number
  readonly quietShareAttention: number
}

export const ALARM_DEFAULTS: AlarmSettings = {
  shareAttention: 0.05,
  shareAlarm: 0.2,
  leastAlarm: 5,
  massAlarm: 50,
  massShareAlarm: 0.1,
  massOpenShare: 0.5,
  quietAttention: 10,
  quietShareAttention: 0.01,
}

/** What is known of the endpoints in scope. */
export interface AlarmFacts {
  /** Endpoints that should report: those expected to be down, and those given up, are in none of these numbers. */
  readonly total: number
  readonly active: number
  /** Active, but silent for too long. */
  readonly quiet: number
  /** Left out of the numbers above because a person expects them to be down. */
  readonly expectedDown: number
  /** Left out as well: gone for longer than anybody waits, and that time. */
  readonly givenUp: { readonly count: number; readonly days: number }
  /** Losses that many made together, the newest first; those expected to be down are not counted. */
  readonly losses: readonly Loss[]
  /** Managers in scope, and those of which nothing current is known. */
  readonly managers: number
  readonly staleManagers: readonly string[]
}

export interface Loss {
  /** Stands for the event wherever the caller keeps it. */
  readonly event: number
  readonly agents: number
  /** Of them, those that have not come back. */
  readonly still: number
}

export const ALARM_LEVELS = ['fine', 'attention', 'alarm', 'unknown'] as const
export type AlarmLevel = (typeof ALARM_LEVELS)[number]

/** One thing that the sentence says; the words are the screen's. */
export type AlarmPart =
  | { readonly kind: 'mass'; readonly level: AlarmLevel; readonly event: number; readonly agents: number; readonly still: number }
  | {
      readonly kind: 'share'
      readonly level: AlarmLevel
      readonly notReporting: number
      readonly of: number
      readonly elsewhere: boolean
    }
  | { readonly kind: 'quiet'; readonly level: AlarmLevel; readonly quiet: number; readonly of: number }
  | { readonly kind: 'stale'; readonly level: AlarmLevel; readonly managers: readonly string[]; readonly all: boolean }
  | { readonly kind: 'expected'; readonly level: AlarmLevel; readonly count: number }
  | { readonly kind: 'gone'; readonly level: AlarmLevel; readonly count: number; readonly days: number }

export interface Alarm {
  readonly level: AlarmLevel
  /** What is worst first; what is fine is said too, so that the sentence is never empty while anything is known. */
  readonly parts: readonly AlarmPart[]
}

/**
 * Whether we are fine: the worst of what the share not reporting, the mass events, the quiet agents and the age of the data say.
 * Endpoints of an open mass event are not counted a second time in the share: it says how it is elsewhere.
 */
export function judgeAlarm(facts: AlarmFacts, settings: AlarmSettings = ALARM_DEFAULTS): Alarm {
  const { managers, staleManagers, total } = facts
  const allStale = staleManagers.length >= managers
  const stale: AlarmPart[] =
    staleManagers.length === 0
      ? []
      : [{ kind: 'stale', level: allStale ? 'unknown' : 'attention', managers: staleManagers, all: allStale }]
  if (managers === 0) return { level: 'unknown', parts: [] }
  const open = facts.losses.filter(({ agents, still }) => still > 0 && still >= settings.massOpenShare * agents)
  const mass = open.map((loss): AlarmPart => {
    const isAlarm = loss.still >= settings.massAlarm || loss.still >= settings.massShareAlarm * total
    return { kind: 'mass', level: isAlarm ? 'alarm' : 'attention', ...loss }
  })
  const parts = [...stale, ...mass, sharePart(facts, open, settings), ...quietPart(facts, settings)].sort(
    (a, b) => RANK[b.level] - RANK[a.level],
  )
  if (facts.expectedDown > 0) parts.push({ kind: 'expected', level: 'fine', count: facts.expectedDown })
  if (facts.givenUp.count > 0) parts.push({ kind: 'gone', level: 'fine', ...facts.givenUp })
  const worst = parts.reduce<AlarmLevel>((level, part) => (RANK[part.level] > RANK[level] ? part.level : level), 'fine')
  return { level: worst, parts }
}

/** Nothing is worse than not to know. */
const RANK = { fine: 0, attention: 1, alarm: 2, unknown: 3 } as const satisfies Record<AlarmLevel, number>

function sharePart(facts: AlarmFacts, open: readonly Loss[], settings: AlarmSettings): AlarmPart {
  const gone = facts.total - facts.active
  // Losses may share endpoints that were lost twice, so that there are never more of them than are gone.
  const elsewhere = Math.min(
    gone,
    open.reduce((sum, { still }) => sum + still, 0),
  )
  const [notReporting, of] = [gone - elsewhere, facts.total - elsewhere]
  const share = of === 0 ? 0 : notReporting / of
  const isAlarm = share >= settings.shareAlarm && notReporting >= settings.leastAlarm
  const level = isAlarm ? 'alarm' : share >= settings.shareAttention && notReporting > 0 ? 'attention' : 'fine'
  return { kind: 'share', level, notReporting, of, elsewhere: elsewhere > 0 }
}

function quietPart({ quiet, active }: AlarmFacts, settings: AlarmSettings): AlarmPart[] {
  if (quiet === 0) return []
  const isMany = quiet >= settings.quietAttention && quiet >= settings.quietShareAttention * active
  return [{ kind: 'quiet', level: isMany ? 'attention' : 'fine', quiet, of: active }]
}
