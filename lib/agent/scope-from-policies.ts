import { formatAgentId } from './agent.ts'
import { type Effect, type GroupScope, type ManagerScope, NO_AGENTS, type Scope, type ScopeRule } from './scope.ts'
import { atOnce, STEP, type Steps } from './steps.ts'

/** Rights as the manager flattens them. Resources of an action stand in the order of their evaluation. */
export interface ActionRights {
  /** `white`: denied unless allowed; `black`: allowed unless denied. */
  readonly rbacMode: 'white' | 'black'
  /** Action, such as `agent:read`, to resource, such as `agent:id:007`, to effect. */
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, Effect>>
}

/**
 * The scope of an account of one manager: its rights there, and nothing of any other manager. Of `agent:read` count
 * `agent:id:*`, `agent:id:007`, `agent:group:*` (every agent, also one without groups) and `agent:group:NAME`; of `group:read`
 * `group:id:*` and `group:id:NAME`; the later decides. Other kinds of resource say nothing of agents, as for the manager.
 * Where the manager's meaning is not certain, less is seen. Source: manager API 4.14, RBAC reference.
 */
export function scopeFromPolicies(rights: ActionRights, managerId: string, action?: AgentAction): Scope {
  return atOnce(scopeSteps(rights, managerId, action))
}

/** What may be done to agents: each has its own scope, by the same rules. */
type AgentAction = 'agent:read' | 'syscollector:read'

/** The same with pauses: rights may name every agent of the largest fleet. */
export function* scopeSteps(rights: ActionRights, managerId: string, action: AgentAction = 'agent:read'): Steps<Scope> {
  return { kind: 'limited', managers: new Map([[managerId, yield* toManagerScope(rights, action)]]) }
}

function* toManagerScope({ rbacMode, actions }: ActionRights, action: AgentAction): Steps<ManagerScope> {
  const base: Effect = rbacMode === 'black' ? 'allow' : 'deny'
  const agents = yield* readEntries(actions.get(action), 'agent')
  const groups = yield* readEntries(actions.get('group:read'), 'group')
  const own = agents === null ? NO_AGENTS : { ...(yield* agentRules(base, agents)), card: cardOf(base, agents) }
  return { ...own, groups: groups === null ? NO_AGENTS.groups : groupScope(base, groups) }
}

interface Entry {
  readonly effect: Effect
  /** `other` is a kind of the same type that we do not know. */
  readonly kind: 'id' | 'group' | 'other'
  readonly value: string
}

/** The resources of one type, the last one first; `null` when one is no resource, which fails every call at the manager. */
function* readEntries(resources: ReadonlyMap<string, Effect> | undefined, type: 'agent' | 'group'): Steps<Entry[] | null> {
  const entries: Entry[] = []
  let steps = 0
  for (const [resource, effect] of resources ?? []) {
    if (++steps % STEP === 0) yield
    // A pair of resources limits calls that need both, which reading does not.
    if (resource.includes('&')) continue
    const [name, attribute, value, rest] = resource.split(':')
    if (value === undefined || rest !== undefined) return null
    if (name !== type) continue
    const kind = attribute === 'id' || (attribute === 'group' && type === 'agent') ? attribute : 'other'
    entries.push({ effect, kind, value })
  }
  return entries.reverse()
}

function* agentRules(base: Effect, entries: readonly Entry[]): Steps<Pick<ManagerScope, 'base' | 'rules'>> {
  const ids = new Set<number>()
  const groups = new Set<string>()
  const rules: Rule[] = []
  let steps = 0
  for (const { effect, kind, value } of entries) {
    if (++steps % STEP === 0) yield
    if (coversAll({ effect, kind, value })) return { base: effect, rules: inOrder(effect, rules) }
    if (kind === 'group' && !groups.has(value)) {
      groups.add(value)
      ruleFor(rules, effect, 'group').groups.add(value)
    }
    const id = kind === 'id' ? readId(value) : 0
    if (id !== 0 && !ids.has(id)) {
      ids.add(id)
      ruleFor(rules, effect, 'id').ids.add(id)
    }
  }
  return { base, rules: inOrder(base, rules) }
}

type Rule = ScopeRule & { readonly ids: Set<number>; readonly groups: Set<string> }

/** The rule to add to, where `rules` has the last one first. An id may pass by a rule of ids only, as ids are all different. */
function ruleFor(rules: Rule[], effect: Effect, kind: 'id' | 'group'): Rule {
  const last = rules.at(-1)
  if (last?.effect === effect) return last
  const before = rules.at(-2)
  if (kind === 'id' && before && last?.groups.size === 0) return before
  const rule: Rule = { effect, ids: new Set(), groups: new Set() }
  rules.push(rule)
  return rule
}

/** @param rules the last one first */
function inOrder(base: Effect, rules: readonly ScopeRule[]): ScopeRule[] {
  const ordered = rules.toReversed()
  return ordered[0]?.effect === base ? ordered.slice(1) : ordered
}

/** A denial of a kind that we do not know may mean any agent. */
function coversAll({ effect, kind, value }: Entry): boolean {
  return kind === 'other' ? effect === 'deny' : value === '*'
}

/** Managers differ in whether "all groups" takes in agent 000, so allowing them does not show it and denying them hides it. */
function cardOf(base: Effect, entries: readonly Entry[]): boolean {
  for (const entry of entries) {
    if (entry.kind === 'id' && (entry.value === '*' || entry.value === '000')) return entry.effect === 'allow'
    if (entry.effect === 'deny' && coversAll(entry)) return false
  }
  return base === 'allow'
}

function groupScope(base: Effect, entries: readonly Entry[]): GroupScope {
  const effects = new Map<string, Effect>()
  let last = base
  for (const entry of entries) {
    if (coversAll(entry)) {
      last = entry.effect
      break
    }
    if (entry.kind === 'id' && !effects.has(entry.value)) effects.set(entry.value, entry.effect)
  }
  return { base: last, except: new Set([...effects].flatMap(([name, effect]) => (effect === last ? [] : [name]))) }
}

/** The number of an id written as the manager writes it; 0 for anything else, which names no agent there either. */
function readId(text: string): number {
  const id = /^\d{3,10}$/.test(text) ? Number(text) : 0
  return formatAgentId(id) === text ? id : 0
}
