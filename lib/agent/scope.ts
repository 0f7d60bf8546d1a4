/**
 * What a person may see. Every service verb and every read of the store takes one.
 * `limited` lists, per manager id, the agent ids (numbers) and group names that are visible; an agent is in scope
 * when its id or one of its groups is listed. A manager that is not listed is invisible.
 */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'limited'; readonly managers: ReadonlyMap<string, ManagerScope> }

export interface ManagerScope {
  /** `all` sees the whole manager. */
  readonly ids: ReadonlySet<number> | 'all'
  readonly groups: ReadonlySet<string>
}

export const SCOPE_ALL: Scope = { kind: 'all' }

/** Whether one agent is visible: the reference meaning that the store's own evaluation is tested against. */
export function inScope(scope: Scope, agent: { manager: string; id: string; groups: readonly string[] }): boolean {
  if (scope.kind === 'all') return true
  const own = scope.managers.get(agent.manager)
  if (!own) return false
  if (own.ids === 'all' || own.ids.has(Number(agent.id))) return true
  return agent.groups.some((group) => own.groups.has(group))
}
