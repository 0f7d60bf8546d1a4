import { isJsonObject, type Json, type JsonObject } from '../wire/python-json.ts'
import type { Role } from './roles.ts'

/** Rules up to this number are the manager's own; they only count for its dashboard's account. */
const MAX_RESERVED_RULE = 99
const DASHBOARD_ACCOUNT = 2

/** The roles one of whose rules fits a context: what `run_as` gives a person. */
export function rolesForContext(roles: readonly Role[], context: JsonObject, accountId: number): Role[] {
  return roles.filter((role) =>
    role.rules.some(
      ({ id, rule }) => (id > MAX_RESERVED_RULE || accountId === DASHBOARD_ACCOUNT) && new Matcher(context).fits(rule),
    ),
  )
}

class Matcher {
  private readonly context: JsonObject

  constructor(context: JsonObject) {
    this.context = context
  }

  /** Whether a rule holds: `AND`, `OR` and `NOT` around `MATCH`, `MATCH$`, `FIND` and `FIND$`. */
  fits(rule: Json): boolean {
    if (!isJsonObject(rule)) return false
    for (const [key, clause] of Object.entries(rule)) {
      if (clause === undefined) continue
      if (key === 'AND' || key === 'OR' || key === 'NOT') {
        const count = this.countFitting(clause)
        if (key === 'NOT') return count !== sizeOf(clause)
        if (key === 'AND' ? count === sizeOf(clause) : count > 0) return true
      }
      const isExact = key.endsWith('$')
      if ((key === 'MATCH' || key === 'MATCH$') && this.matches(clause, this.context, isExact)) return true
      if ((key === 'FIND' || key === 'FIND$') && this.finds(clause, this.context, isExact)) return true
    }
    return false
  }

  /** An object counts as one clause, even if it has several members. */
  private countFitting(clause: Json): number {
    const clauses = isList(clause) ? clause : [clause]
    return clauses.filter((item) => this.fits(item)).length
  }

  /** Looks for the clause at every level of the context, lists of objects included. */
  private finds(clause: Json, context: JsonObject, isExact: boolean): boolean {
    if (this.matches(clause, context, isExact)) return true
    return Object.values(context).some((value) => {
      if (value === undefined) return false
      if (this.matches(clause, value, isExact)) return true
      const inner = isList(value) ? value : [value]
      return inner.some((item) => isJsonObject(item) && this.finds(clause, item, isExact))
    })
  }

  /** Looks for the clause right here. A null in the context stands for the whole of it. */
  private matches(clause: Json, given: Json, isExact: boolean): boolean {
    const context = given === null ? this.context : given
    if (isJsonObject(clause) && isJsonObject(context)) return this.matchesMembers(clause, context, isExact)
    const pattern = asPattern(clause)
    if (pattern && (isList(context) ? context : [context]).some((item) => typeof item === 'string' && pattern.test(item)))
      return true
    if (areEqual(clause, context)) return true
    const wanted = typeof clause === 'string' ? [clause] : clause
    const offered = pattern && !isList(context) ? [context] : context
    return isList(wanted) && isList(offered) && matchesList(wanted, offered, isExact)
  }

  private matchesMembers(clause: JsonObject, context: JsonObject, isExact: boolean): boolean {
    let count = 0
    for (const [key, inner] of Object.entries(clause)) {
      if (inner === undefined) continue
      const pattern = asPattern(key)
      for (const [name, value] of Object.entries(context)) {
        if (value === undefined) continue
        if (pattern?.test(name) && this.matches(inner, value, isExact)) count += 1
        if (name === key && this.matches(inner, value, isExact)) count += 1
      }
    }
    return count === Object.keys(clause).length
  }
}

/** Counts equal pairs and stops as soon as the count is right, so twins in either list may count twice. */
function matchesList(wanted: readonly Json[], offered: readonly Json[], isExact: boolean): boolean {
  let count = 0
  for (const value of offered) {
    for (const want of wanted) {
      const pattern = asPattern(want)
      if (pattern ? typeof value === 'string' && pattern.test(value) : areEqual(want, value)) count += 1
      if (count === wanted.length && (!isExact || count === offered.length)) return true
    }
  }
  return false
}

/** A text `r'...'` is a pattern that must fit from the start; the manager cuts off its last two characters. */
function asPattern(text: Json): RegExp | undefined {
  if (typeof text !== 'string' || !text.startsWith("r'")) return undefined
  try {
    return new RegExp(`^(?:${text.slice(2, -2)})`)
  } catch {
    return undefined
  }
}

function sizeOf(clause: Json): number {
  if (isList(clause)) return clause.length
  return isJsonObject(clause) ? Object.keys(clause).length : 0
}

/** Equal as Python sees it, where lists were sorted before. */
function areEqual(a: Json, b: Json): boolean {
  if (isList(a) && isList(b)) {
    const [x, y] = [sorted(a), sorted(b)]
    return x.length === y.length && x.every((item, index) => areEqual(item, y[index] ?? null))
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const names = Object.keys(a)
    return names.length === Object.keys(b).length && names.every((name) => areEqual(a[name] ?? null, b[name] ?? null))
  }
  return typeof a === 'boolean' || typeof b === 'boolean' ? asNumber(a) === asNumber(b) : a === b
}

function asNumber(value: Json): Json {
  return typeof value === 'boolean' ? Number(value) : value
}

function sorted(list: readonly Json[]): Json[] {
  return [...list].sort((a, b) => {
    const [x, y] = [typeof a === 'string' ? a : JSON.stringify(a), typeof b === 'string' ? b : JSON.stringify(b)]
    return x < y ? -1 : x > y ? 1 : 0
  })
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
