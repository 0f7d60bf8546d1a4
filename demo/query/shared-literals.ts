import { cleaned } from './condition.ts'
import type { Condition } from './parse-q.ts'

/** A condition of a filter parameter, with the name that the manager's statement gives to its literal. */
export interface NamedCondition {
  readonly name: string
  readonly condition: Condition
}

/**
 * Joins the conditions of filters and of `q`. The manager numbers the literals of a field, but after an `all` that it
 * left out, the first of `q` may get the name of a filter's; then the filter compares with the value of `q`.
 */
export function joinConditions(filters: readonly NamedCondition[], asked: readonly Condition[]): Condition[] {
  const names = filters.map(({ name }) => name)
  const taken = new Map<string, string>()
  for (const condition of asked) {
    const name = `${condition.field}$${names.filter((known) => known.includes(condition.field)).length}`
    names.push(name)
    const { value, operator, padded } = cleaned(condition)
    if (value !== null) taken.set(name, operator === 'LIKE' && padded ? `%${value}%` : value)
  }
  const shared = filters.map(({ name, condition }) => {
    const value = taken.get(name)
    return value === undefined || condition.value === null ? condition : { ...condition, value }
  })
  return [...shared, ...asked]
}
