import type { Agent } from '#lib/agent/agent.ts'
import { fold, ipSortKey, isInRange, parseIpRange, textSortKey } from '#lib/agent/collate.ts'
import { compareVersions, parseVersion } from '#lib/agent/version.ts'
import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import type { Expr, Operator, Value } from './ast.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { managerTexts } from './manager-names.ts'
import { type FieldValue, readField } from './read-field.ts'

/**
 * Whether an agent matches: the reference meaning of the language, simple rather than fast.
 * @param asOf the time that ages are measured at, epoch milliseconds on the manager's clock
 * @param rules what quiet and gone mean
 */
export function matches(expr: Expr, agent: Agent, asOf: number, rules: FleetRules = RULES_DEFAULT): boolean {
  switch (expr.kind) {
    case 'all':
      return true
    case 'and':
      return expr.items.every((item) => matches(item, agent, asOf, rules))
    case 'or':
      return expr.items.some((item) => matches(item, agent, asOf, rules))
    case 'not':
      return !matches(expr.item, agent, asOf, rules)
    case 'word':
      return [agent.name, agent.id, agent.ip, agent.registerIp, agent.alias].some(
        (text) => text !== null && fold(text).includes(expr.folded),
      )
    case 'in':
      return expr.values.some((value) => compare(expr.field, '=', value, agent, asOf, rules))
    case 'compare':
      return compare(expr.field, expr.operator, expr.value, agent, asOf, rules)
  }
}

function compare(field: FieldName, operator: Operator, value: Value, agent: Agent, asOf: number, rules: FleetRules): boolean {
  if (operator === '!=') return !compare(field, '=', value, agent, asOf, rules)
  if (operator === '!~') return !compare(field, '~', value, agent, asOf, rules)
  const ofManager = field === 'manager' ? managerTexts(operator, { id: agent.manager, name: agent.managerName }) : null
  const actual = ofManager ?? readField(agent, field, rules)
  if (value.type === 'null') return actual === null
  return testValue(field, operator, value, actual, isAgeOfKeepAlive(field) ? (agent.seenAt ?? Number.NaN) : asOf)
}

/** The fields whose ages are measured when the agent's row was read: a later pass that did not read it knows nothing newer. */
export function isAgeOfKeepAlive(field: FieldName): boolean {
  return field === 'lastKeepAlive' || field === 'silentFor'
}

/**
 * Whether what an agent has in a field answers yes to `=`, `~` or an order; `null` never does, of a list any one may.
 * For indexes that hold each distinct value once.
 */
export function testValue(field: FieldName, operator: Operator, value: Value, actual: FieldValue, asOf: number): boolean {
  if (actual === null) return false
  if (typeof actual === 'object') return actual.some((one) => testValue(field, operator, value, one, asOf))
  switch (value.type) {
    case 'null':
      return false
    case 'boolean':
      return actual === value.boolean
    case 'text':
      return testText(field, operator, value, String(actual))
    case 'number':
      return inOrder(operator, Number(actual) - value.number)
    case 'version':
      return testVersion(operator, value, String(actual))
    case 'ip':
      return testIp(operator, value, String(actual))
    case 'time':
      return testTime(operator, value, Number(actual))
    case 'ago':
    case 'duration':
      return inOrder(operator, asOf - Number(actual) - value.seconds * 1000)
  }
}

function testText(field: FieldName, operator: Operator, value: Extract<Value, { type: 'text' }>, actual: string): boolean {
  if (operator === '=') return fold(actual) === value.folded
  if (operator === '~') return fold(actual).includes(value.folded)
  const key = FIELDS[field].type === 'ip' ? ipSortKey : textSortKey
  return inOrder(operator, compareKeys(key(actual), key(value.text)))
}

function testVersion(operator: Operator, value: Extract<Value, { type: 'version' }>, actual: string): boolean {
  if (value.parts.length === 0) return operator === '=' && fold(actual) === fold(value.text)
  const parts = parseVersion(actual)
  return parts !== null && inOrder(operator, compareVersions(parts, value.parts))
}

function testIp(operator: Operator, value: Extract<Value, { type: 'ip' }>, actual: string): boolean {
  if (operator !== '=') return inOrder(operator, compareKeys(ipSortKey(actual), ipSortKey(value.text)))
  const range = parseIpRange(actual)
  return range !== null && isInRange(range, value.range)
}

/** `=` is anywhere in the written day, minute or second; `>` is later than its beginning, as in WQL. */
function testTime(operator: Operator, value: Extract<Value, { type: 'time' }>, actual: number): boolean {
  switch (operator) {
    case '=':
      return actual >= value.at && actual < value.until
    case '<=':
      return actual < value.until
    default:
      return inOrder(operator, actual - value.at)
  }
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** @param difference negative when what the agent has comes before the value */
function inOrder(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '=':
      return difference === 0
    case '<':
      return difference < 0
    case '>':
      return difference > 0
    case '<=':
      return difference <= 0
    case '>=':
      return difference >= 0
    default:
      return false
  }
}
