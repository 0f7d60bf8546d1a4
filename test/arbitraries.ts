import fc from 'fast-check'
import { type Agent, formatAgentId } from '#lib/agent/agent.ts'
import type { Effect, ManagerScope, Scope, ScopeRule } from '#lib/agent/scope.ts'
import { AGENT_STATUSES, SYNC_STATES } from '#lib/agent/status.ts'
import type { Expr, Value } from '#lib/query/ast.ts'
import { makeTerm } from '#lib/query/compose.ts'
import { FIELD_NAMES, FIELDS, type FieldName, type FieldType, SORTABLE_FIELDS } from '#lib/query/fields.ts'
import { normalize } from '#lib/query/normalize.ts'
import { OPERATORS_OF } from '#lib/query/operators.ts'
import type { Sort } from '#lib/query/sort.ts'
import { textValue } from '#lib/query/values.ts'

/** The clock of the generated fleets: every time lies around it, the ages of generated queries too. */
export const AS_OF = Date.UTC(2026, 10, 15, 12, 0, 0)

const MANAGERS = ['demo', 'emea', 'emea-2', 'x10']
const NAMES = [
  'web-1',
  'web-2',
  'web-10',
  'web-010',
  'WEB-2',
  'db 01',
  'Straße',
  'STRASSE',
  'café',
  'cafe\u0301',
  'ΟΔΟΣ',
  'null',
  'and',
  'a"b',
  "o'brien",
]
const MORE_NAMES = [
  'x,y;z(w)',
  '<b>&amp;',
  'back\\slash',
  '__proto__',
  '10.0.0.1',
  '日本-3',
  '😀 9',
  'i\u0307stanbul',
  'İstanbul',
  '-web',
  'status:up',
  '',
]
const IPS = [
  '10.0.0.1',
  '10.0.0.9',
  '10.0.0.10',
  '10.20.0.7',
  '192.168.1.1',
  'fe80::1',
  'FE80:0:0:0:0:0:0:1',
  '2001:db8::10',
  '::ffff:10.0.0.1',
  'any',
]
const RANGES = ['10.0.0.0/8', '10.20.0.0/16', '10.0.0.1/32', '192.168.0.0/17', '::/0', '0.0.0.0/0', 'fe80::/10']
const GROUPS = ['default', 'Windows', 'windows-servers', 'lyon 2', 'lyon 10', 'a,b', 'ünïcode']
const TAGS = ['tier-1', 'TIER-2', 'patch: Sunday', 'Straße', 'null', '=1']
const VERSIONS = [
  'Wazuh v4.9.2',
  'Wazuh v4.10.0',
  'Wazuh v4.14.7',
  'v4.14',
  '4.14.0',
  'Wazuh v4.14.7-rc1',
  'sid',
  '22.04.3 LTS',
  '10.0.19045.6456',
]
const WORDS = [
  'web',
  '1',
  '0',
  'B 0',
  'STRASSE',
  'Σ',
  'é',
  'e\u0301',
  'ı',
  'I',
  '10.',
  '::',
  'null',
  'or',
  'active',
  '%',
  '_',
  '*',
  '?',
  '\\',
  '\u0000',
  '\ud83d',
]

const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES, ...MORE_NAMES, ...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
)
const ageSeconds = fc.oneof(fc.constantFrom(0, 1, 59, 60, 3600, 86_400, 7 * 86_400), fc.integer({ min: 0, max: 4_000_000 }))
/** On the borders of the ages and days that queries ask for, and anywhere. */
const time = fc.oneof(
  ageSeconds.map((seconds) => AS_OF - seconds * 1000),
  fc.integer({ min: -90, max: 2 }).map((days) => AS_OF - 43_200_000 + days * 86_400_000),
  fc.integer({ min: AS_OF - 90 * 86_400_000, max: AS_OF + 5000 }),
)

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { freq: 4 })
}

/** One agent; its values come from small pools, so that generated queries hit. Every combination can come, also impossible ones. */
export function arbitraryAgent(): fc.Arbitrary<Agent> {
  const precision = fc.constantFrom('exact', 'observed', 'at_least')
  const short = fc.constantFrom('ubuntu', 'Windows', 'rhel', 'x86_64', 'node01', 'node2', 'node10', '')
  const agent = fc.record({
    manager: fc.constantFrom(...MANAGERS),
    managerName: fc.constant(''),
    id: fc.integer({ min: 1, max: 1200 }).map(formatAgentId),
    name: fc.constantFrom(...NAMES, ...MORE_NAMES),
    ip: orNull(fc.constantFrom(...IPS)),
    registerIp: orNull(fc.constantFrom(...IPS, ...RANGES)),
    status: fc.constantFrom(...AGENT_STATUSES),
    statusCode: orNull(fc.integer({ min: 0, max: 6 })),
    statusSince: orNull(time),
    statusSincePrecision: precision,
    groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 3 }),
    os: fc.record({
      name: orNull(short),
      version: orNull(fc.constantFrom(...VERSIONS)),
      platform: orNull(short),
      arch: orNull(short),
    }),
    version: orNull(fc.constantFrom(...VERSIONS)),
    outdated: orNull(fc.boolean()),
    nodeName: orNull(short),
    managerHost: orNull(short),
    dateAdd: orNull(time),
    lastKeepAlive: orNull(time),
    seenAt: fc.constant(AS_OF),
    disconnectionTime: orNull(time),
    groupConfigStatus: fc.constantFrom(...SYNC_STATES),
    syncSince: orNull(time),
    syncSincePrecision: precision,
    mergedSum: orNull(fc.constantFrom('ab38', 'AB38', 'c0ffee')),
    configSum: orNull(fc.constantFrom('ab38', 'c0ffee')),
    expected: fc.option(
      fc.record({
        reason: fc.constantFrom('patching', 'Straße', 'null', '=1'),
        until: time,
        by: fc.constantFrom('ada', 'ADA', 'bob'),
        at: time,
      }),
      { freq: 2 },
    ),
    flaps: fc.integer({ min: 0, max: 8 }),
    alias: orNull(fc.constantFrom(...NAMES, 'Billing database, primary')),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
  })
  // Called by its id, until a test gives the managers names.
  return agent.map((one) => ({ ...one, managerName: one.manager }))
}

/** Agents whose manager and id are unique together. */
export function arbitraryFleet(maxLength = 40): fc.Arbitrary<Agent[]> {
  return fc.uniqueArray(arbitraryAgent(), { maxLength, selector: (agent) => `${agent.manager} ${agent.id}` })
}

/** A normal tree with at most 20 conditions, as the parser would give it but for its spans; now and then everything. */
export function arbitraryExpr(): fc.Arbitrary<Expr> {
  const { tree } = fc.letrec<{ tree: Expr; leaf: Expr }>((tie) => ({
    leaf: fc.oneof(
      { weight: 6, arbitrary: comparison() },
      { weight: 2, arbitrary: list() },
      { weight: 1, arbitrary: searchWord() },
    ),
    tree: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'query' },
      { weight: 3, arbitrary: tie('leaf') },
      { weight: 1, arbitrary: tie('tree').map((item): Expr => ({ kind: 'not', item, span: NOWHERE })) },
      { weight: 2, arbitrary: branch('and', tie('tree')) },
      { weight: 2, arbitrary: branch('or', tie('tree')) },
    ),
  }))
  return fc.oneof(
    { weight: 40, arbitrary: tree.map(normalize) },
    { weight: 1, arbitrary: fc.constant<Expr>({ kind: 'all', span: NOWHERE }) },
  )
}

/** Everything, or any rights at some managers: nothing, all, and rules that allow and deny ids and groups in turn. */
export function arbitraryScope(): fc.Arbitrary<Scope> {
  const effect = fc.constantFrom<Effect>('allow', 'deny')
  const rule: fc.Arbitrary<ScopeRule> = fc.record({
    effect,
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 1200 }), { maxLength: 300 }).map((ids) => new Set(ids)),
    groups: fc.uniqueArray(fc.constantFrom(...GROUPS, 'nobody'), { maxLength: 2 }).map((names) => new Set(names)),
  })
  const manager: fc.Arbitrary<ManagerScope> = fc.record({
    base: effect,
    rules: fc.array(rule, { maxLength: 4 }),
    card: fc.boolean(),
    groups: fc.record({
      base: effect,
      except: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 2 }).map((names) => new Set(names)),
    }),
  })
  const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...MANAGERS, 'gone'), manager), {
    maxLength: 4,
    selector: ([id]) => id,
  })
  return fc.oneof(
    fc.constant<Scope>({ kind: 'all' }),
    entries.map((managers): Scope => ({ kind: 'limited', managers: new Map(managers) })),
  )
}

/** Any sort the list knows. */
export function arbitrarySort(): fc.Arbitrary<Sort> {
  return fc.record({ field: fc.constantFrom(...SORTABLE_FIELDS), descending: fc.boolean() })
}

const NOWHERE = { start: 0, end: 0 } as const

function branch(kind: 'and' | 'or', item: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => ({ kind, items, span: NOWHERE }))
}

/** Texts of values that a field of each type takes with `=` and an order. */
function valueTexts(field: FieldName): fc.Arbitrary<string> {
  const spec = FIELDS[field]
  const texts: Record<FieldType, fc.Arbitrary<string>> = {
    text:
      field === 'manager'
        ? fc.constantFrom(...MANAGERS, 'Demo', 'Zürich 10', 'ZÜRICH 2', 'Zürich 02')
        : fc.oneof(text, fc.constantFrom('Ubuntu', 'windows', 'NODE2', 'ab38')),
    id: fc.integer({ min: 0, max: 1300 }).map(String),
    ip: fc.constantFrom(...IPS, ...RANGES, 'ANY', '10.20', '0:0::1'),
    enum: fc.constantFrom(...('values' in spec ? Object.keys(spec.values) : [''])),
    number: fc.integer({ min: -1, max: 7 }).map(String),
    version: fc.constantFrom(...VERSIONS, '4.14.7.0', 'SID', '9'),
    time: fc.oneof(
      time.map((at) => new Date(at).toISOString()),
      time.map((at) => new Date(at).toISOString().slice(0, 10)),
      time.map((at) => `${new Date(at).toISOString().slice(0, 16)}Z`),
      ageSeconds.map((seconds) => `${seconds}s`),
    ),
    duration: ageSeconds.map((seconds) => `${seconds}s`),
    list: fc.oneof(fc.constantFrom(...GROUPS, ...TAGS, 'DEFAULT', 'lyon'), text),
    boolean: fc.constantFrom('true', 'false'),
  }
  return texts[spec.type]
}

function comparison(): fc.Arbitrary<Expr> {
  return fc.constantFrom(...FIELD_NAMES).chain((field) => {
    const operators = OPERATORS_OF[FIELDS[field].type]
    const part = fc.oneof(text, fc.constantFrom('web', 'rich', '4.1', '10.', '0', 'default', 'sync', 'act'))
    return fc
      .tuple(fc.constantFrom(...operators), valueTexts(field), part, fc.nat(9))
      .map(([operator, value, some, dice]) => {
        const written = operator.endsWith('~') && dice > 2 ? some : value
        return makeTerm(field, operator, dice === 0 ? null : written)
      })
      .filter((term) => term !== null)
  })
}

function list(): fc.Arbitrary<Expr> {
  return fc.constantFrom(...FIELD_NAMES).chain((field) => {
    const value = fc.oneof({ weight: 8, arbitrary: valueTexts(field) }, { weight: 1, arbitrary: fc.constant(null) })
    return fc
      .array(value, { minLength: 1, maxLength: 4 })
      .map((texts) => texts.flatMap((written) => readText(field, written)))
      .filter((values) => values.length > 0)
      .map((values) => normalize({ kind: 'in', field, values, span: NOWHERE, fieldSpan: NOWHERE }))
  })
}

function readText(field: FieldName, written: string | null): Value[] {
  const term = makeTerm(field, '=', written)
  return term?.kind === 'compare' ? [term.value] : []
}

function searchWord(): fc.Arbitrary<Expr> {
  return text
    .filter((word) => word !== '')
    .map((word) => {
      const value = textValue(word)
      return { kind: 'word', text: word, folded: value.folded, span: NOWHERE }
    })
}
