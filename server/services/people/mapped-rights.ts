import type { ManagerScope, Scope } from '#lib/agent/scope.ts'
import { WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { joinScopes } from '#lib/query/scope-of-filter.ts'
import type { GroupRule, Role, WayId } from '#server/ways.ts'

/** What somebody without an account at a manager may do here, by the configuration. */
export interface MappedRights {
  readonly role: Role
  readonly scope: Scope
}

const KEPT_MAX = 1000

/** Works out rights from groups; equal groups give the same object, so that rights which stay the same stay one. */
export class MappedRightsBook {
  readonly #rules: readonly GroupRule[]
  readonly #managers: readonly string[]
  readonly #everything: MappedRights
  readonly #known = new Map<string, MappedRights | null>()

  /** @param managers ids of the configured ones */
  constructor(rules: readonly GroupRule[], managers: readonly string[]) {
    this.#rules = rules
    this.#managers = managers
    const whole = new Map(managers.map((id) => [id, WHOLE_MANAGER]))
    this.#everything = { role: 'administrator', scope: { kind: 'limited', managers: whole } }
  }

  /** Rights of somebody whom a way vouches for, `null` when no rule says that they may do anything. @param groups JSON, as `groupsKey` writes it */
  of(way: WayId, groups: string | null): MappedRights | null {
    if (way === '@local') return this.#everything
    const key = groups ?? '[]'
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = this.#work(readGroups(key))
    if (this.#known.size >= KEPT_MAX) this.#known.clear()
    this.#known.set(key, found)
    return found
  }

  /** Groups as they are kept: only those that mean something here. */
  keep(groups: readonly string[]): string {
    const known = new Set(this.#rules.map(({ group }) => group))
    return groupsKey(groups.filter((group) => known.has(group)))
  }

  #work(groups: ReadonlySet<string>): MappedRights | null {
    const own = this.#rules.filter(({ group }) => groups.has(group))
    if (own.length === 0) return null
    const managers = new Map<string, ManagerScope>()
    for (const id of this.#managers) {
      for (const rule of own) {
        const more = rule.managers === 'all' ? WHOLE_MANAGER : rule.managers.get(id)
        const before = managers.get(id)
        if (more) managers.set(id, before ? joinScopes(before, more) : more)
      }
    }
    return {
      role: own.some(({ role }) => role === 'administrator') ? 'administrator' : 'analyst',
      scope: { kind: 'limited', managers },
    }
  }
}

/** Equal for equal groups, whatever their order. */
function groupsKey(groups: readonly string[]): string {
  return JSON.stringify([...new Set(groups)].sort())
}

function readGroups(json: string): ReadonlySet<string> {
  const list: unknown = JSON.parse(json)
  return new Set(Array.isArray(list) ? list.filter((group): group is string => typeof group === 'string') : [])
}
