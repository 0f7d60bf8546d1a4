/**
 * What a person may see. Every service verb and every read of the store takes one.
 * `limited` says it for each manager by its id; a manager that is not listed is invisible.
 */
export type Scope =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'limited'
      readonly managers: ReadonlyMap<string, ManagerScope>
      /** Rights that bound what `managers` says of agents; only `narrowScope` sets it. */
      readonly within?: Scope
    }

export type Effect = 'allow' | 'deny'

/** Rights at one manager. Equal rights mostly, but not always, have equal shapes; equal shapes are equal rights. */
export interface ManagerScope {
  /** Holds for the agents that no rule covers. */
  readonly base: Effect
  /** In order: the last rule that covers an agent decides. The first differs from the base, each from the one before it. */
  readonly rules: readonly ScopeRule[]
  /** Whether agent 000, the manager's own card, is visible; no rule covers it. */
  readonly card: boolean
  /** Groups whose own data is visible. Which groups an agent is in belongs to the agent. */
  readonly groups: GroupScope
}

/** Covers the agents with one of the ids, and the members of the groups. No id and no group stands in two rules. */
export interface ScopeRule {
  readonly effect: Effect
  readonly ids: ReadonlySet<number>
  readonly groups: ReadonlySet<string>
}

export interface GroupScope {
  readonly base: Effect
  /** Names for which the opposite of the base holds. */
  readonly except: ReadonlySet<string>
}

export const SCOPE_ALL: Scope = { kind: 'all' }

/** Everything of one manager. */
export const WHOLE_MANAGER: ManagerScope = {
  base: 'allow',
  rules: [],
  card: true,
  groups: { base: 'allow', except: new Set() },
}

/** Nothing of one manager but that it exists. */
export const NO_AGENTS: ManagerScope = { base: 'deny', rules: [], card: false, groups: { base: 'deny', except: new Set() } }

/** Whether one agent is visible: the reference meaning that the store's own evaluation is tested against. */
export function inScope(scope: Scope, agent: { manager: string; id: string; groups: readonly string[] }): boolean {
  const id = Number(agent.id)
  if (id === 0) return seesCard(scope, agent.manager)
  if (scope.kind === 'all') return true
  if (scope.within && !inScope(scope.within, agent)) return false
  const own = scope.managers.get(agent.manager)
  if (!own) return false
  const covers = (rule: ScopeRule) => rule.ids.has(id) || agent.groups.some((group) => rule.groups.has(group))
  return (own.rules.findLast(covers)?.effect ?? own.base) === 'allow'
}

/**
 * What is left of a scope with the agents of some ids only, and the managers that `ids` lists. No card and no group is left with it:
 * which they are may tell of agents that are not.
 * @param ids by manager
 */
export function narrowScope(scope: Scope, ids: ReadonlyMap<string, ReadonlySet<number>>): Scope {
  const managers = new Map<string, ManagerScope>()
  for (const [manager, own] of ids) {
    if (!seesManager(scope, manager)) continue
    const rules: ScopeRule[] = own.size === 0 ? [] : [{ effect: 'allow', ids: own, groups: new Set() }]
    managers.set(manager, { ...NO_AGENTS, rules })
  }
  return { kind: 'limited', managers, within: scope }
}

/** What is left of a scope with some managers only. @param all ids of all managers there are, for a scope that names none */
export function pickManagers(scope: Scope, all: readonly string[], picked: (manager: string) => boolean): Scope {
  const ids = all.filter((id) => picked(id) && seesManager(scope, id))
  if (scope.kind === 'all') return { kind: 'limited', managers: new Map(ids.map((id) => [id, WHOLE_MANAGER])) }
  const managers = new Map([...scope.managers].filter(([id]) => ids.includes(id)))
  return { ...scope, managers }
}

/** Whether a scope knows of a manager at all. */
export function seesManager(scope: Scope, manager: string): boolean {
  return scope.kind === 'all' || scope.managers.has(manager)
}

/** Whether a scope sees every agent of a manager, and so may know what is counted over all of them. */
export function seesWholeManager(scope: Scope, manager: string): boolean {
  if (scope.kind === 'all') return true
  const own = scope.managers.get(manager)
  return own !== undefined && own.base === 'allow' && own.rules.length === 0
}

/** Whether a scope sees agent 000 of a manager. */
export function seesCard(scope: Scope, manager: string): boolean {
  return scope.kind === 'all' || (scope.managers.get(manager)?.card ?? false)
}

/** Whether a scope sees a group's own data, such as its sums. */
export function seesGroup(scope: Scope, manager: string, name: string): boolean {
  if (scope.kind === 'all') return true
  const groups = scope.managers.get(manager)?.groups
  return groups !== undefined && (groups.base === 'allow') !== groups.except.has(name)
}

/**
 * How much a scope may see, whatever there is to see now: `all` agents of the managers it knows, `nothing` whatever agents
 * may come, or `limited`.
 */
export function scopeKind(scope: Scope): 'all' | 'limited' | 'nothing' {
  if (scope.kind === 'all') return 'all'
  const all = [...scope.managers.values()]
  if (all.every(({ base, rules }) => base === 'deny' && rules.length === 0)) return 'nothing'
  return all.every(({ base, rules }) => base === 'allow' && rules.length === 0) ? 'all' : 'limited'
}
