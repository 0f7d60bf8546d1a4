import fc from 'fast-check'
import type { Operation, Parameter } from './contract-document.ts'

/** Who asks: an account of the demo, nobody at all, or somebody with a bad token. */
export type Caller = 'wazuh' | 'wazuh-wui' | 'analyst' | 'branch' | 'nobody' | 'visitor' | 'no token' | 'bad token'

export interface RandomRequest {
  readonly operation: Operation
  readonly caller: Caller
  /** Decoded values of what stands in the path. */
  readonly captures: Readonly<Record<string, string>>
  /** Names and values of the query, in order; names may repeat and may be unknown. */
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly body?: { readonly type: string | undefined; readonly text: string }
}

const agentIds = ['000', '001', '002', '003', '005', '008', '013', '021', '999', '0001', '100000', '00', '1', 'abc', '']
const groupNames = ['default', 'branch-north', 'branch-south', 'nope', 'all', '.', 'g_1', 'no group', '']
const queries = [
  ...['', 'id!=000', 'status=active', 'status=active;id!=000', '(status=active,status=pending);id!=000', 'name~a', 'id>003'],
  ...['group=default', 'group!=default', 'version=null', 'lastKeepAlive>1d', 'dateAdd<2026-01-01', 'os.name=Ubuntu', 'foo'],
  ...[
    'colour=red',
    'status=active;',
    '(id=001',
    'id==1',
    'lastKeepAlive>soon',
    'name=a*b',
    'status=all',
    'id=',
    'pid>1',
    'ram.total>0',
  ],
]
const sorts = [
  'name',
  '-id',
  '+status',
  'os.name,-id',
  'status,name',
  'colour',
  '-',
  'version',
  'a/b',
  '',
  'lastKeepAlive',
  'pid',
]
const searches = ['a', '-a', 'ubuntu', 'x', '%', '_', "o'hara", '-', 'a;b', '', '001', 'ü']
const selects = [
  'id',
  'name',
  'id,status',
  'os.name',
  'os.name,os.version',
  'colour',
  'id,id',
  '',
  'internal_key',
  'a b',
  'pid',
  'scan.time',
]
const words = [
  'a',
  'ubuntu',
  'windows',
  'node01',
  'master-node',
  '4.14.7',
  'v4.14.7',
  'active',
  'any',
  '10.0.0.1',
  'x y',
  "it's",
  'a*',
  '',
  'ä',
  '1',
]
const numbers = ['0', '1', '2', '500', '100000', '100001', '-1', '+3', ' 7 ', '1_0', 'abc', '', '1.5', '99999999999999999999']
const flags = ['true', 'false', 'True', '1', 'yes', '']
const spans = ['0s', '1d', '7d', '10', '2h', '1w', '', '-1d', '1d12h']

/** Values by name of the parameter; what is not here follows from the schema. */
const byName: Readonly<Record<string, readonly string[]>> = {
  agent_id: agentIds,
  agents_list: [...agentIds, '001,002', '001,999', '002,001,002', '000,001', 'all', '001,abc'],
  group_id: groupNames,
  group: groupNames,
  groups_list: [...groupNames, 'default,nope', 'branch-north,branch-south'],
  node_id: ['node01', 'master-node', 'nope', 'a b', 'n%1'],
  q: queries,
  sort: sorts,
  search: searches,
  select: selects,
  fields: [...selects, 'status', 'status,node_name', 'group', 'version'],
  tasks_list: ['1', '1,2', '999', 'a', ''],
  older_than: spans,
  file_path: ['/var/ossec/var/upgrade/x.wpk', '/etc/passwd', '../x.wpk', 'x', ''],
  wpk_repo: ['packages.wazuh.com/wpk/', 'a b', '../x', ''],
  upgrade_version: ['4.14.7', 'v4.14.8', 'Wazuh v4.15.0', '4.14', ''],
  agent_name: ['new-agent', 'agent-one', 'a b', 'x'.repeat(129), ''],
}

function valuesOf({ name, schema }: Parameter): readonly string[] {
  const items = schemaOf(schema.items) ?? schema
  const named = name === 'group' && items.format !== 'group_names' ? undefined : byName[name]
  const given = named ?? (Array.isArray(items.enum) ? items.enum.map(String) : undefined)
  if (given)
    return Array.isArray(items.enum) ? [...given, given.join(','), 'nonsense', String(given[0]).toUpperCase(), ''] : given
  if (items.type === 'integer') return numbers
  if (items.type === 'boolean') return flags
  return items.format === 'numbers' ? numbers : words
}

function schemaOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined
}

const callers = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Caller>('wazuh') },
  { weight: 4, arbitrary: fc.constantFrom<Caller>('wazuh-wui', 'analyst', 'branch', 'nobody') },
  { weight: 1, arbitrary: fc.constantFrom<Caller>('no token', 'bad token') },
)

/** Requests of every operation, of all kinds from sound to broken. */
export function randomRequests(operations: readonly Operation[]): fc.Arbitrary<RandomRequest> {
  return fc.constantFrom(...operations).chain((operation) => {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query')
    // What ends every token of its caller is asked by somebody who asks for nothing else.
    const endsTokens = operation.verb === 'DELETE' && operation.path === '/security/user/authenticate'
    return fc.record({
      operation: fc.constant(operation),
      caller: endsTokens ? fc.constantFrom<Caller>('visitor', 'no token') : callers,
      captures: fc.record(
        Object.fromEntries(
          inPath.map((parameter) => [
            parameter.name,
            fc.constantFrom(...valuesOf(parameter).filter((text) => !['', '.', '..'].includes(text))),
          ]),
        ),
      ),
      query: fc.tuple(...inQuery.map((parameter) => pairsOf(parameter)), extras).map((lists) => lists.flat()),
      ...(operation.body ? { body: bodies(operation) } : {}),
    })
  })
}

type Pairs = fc.Arbitrary<readonly (readonly [string, string])[]>

const extras: Pairs = fc.oneof(
  { weight: 40, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constantFrom('colour', 'LIMIT', 'Pretty').map((name) => [[name, '1'] as const]) },
)

/** Required ones are mostly there; a few are sent twice. */
function pairsOf(parameter: Parameter): Pairs {
  const pair = fc.constantFrom(...valuesOf(parameter)).map((value) => [parameter.name, value] as const)
  const isRare = ['pretty', 'wait_for_complete'].includes(parameter.name)
  return fc.oneof(
    { weight: parameter.required ? 1 : isRare ? 24 : 8, arbitrary: fc.constant([]) },
    { weight: parameter.required ? 12 : 1, arbitrary: pair.map((one) => [one]) },
    { weight: parameter.required ? 1 : 0, arbitrary: fc.tuple(pair, pair) },
  )
}

const key = 'a1'.repeat(32)
const names = ['new-agent', 'web.1', 'x y', '', 'agent%1', 'ö', 7, null, '.x', 'a', 'n'.repeat(130)]
const members: Readonly<Record<string, readonly unknown[]>> = {
  name: names,
  ip: ['any', '10.1.1.1', '10.0.0.0/24', '10.1.1.300', 'nonsense', '', 5, 'ä', '::1', '{}'],
  id: ['100', '042', '001', '20', 'abc', 5, ''],
  key: [key, 'short', `${key}!`, `${key.slice(1)}_`],
  group_id: ['soc', 'default', 'a b', 'all', '..', 'g'.repeat(129), 5, ''],
  force: [
    {},
    { enabled: false },
    { enabled: 'yes' },
    { after_registration_time: '1w' },
    null,
    { disconnected_time: { value: '30m' } },
    { zzz: 1 },
  ],
  colour: ['red'],
  context: [{ groups: ['soc'] }, null, 'x'],
}

function bodies({ body }: Operation): fc.Arbitrary<{ type: string | undefined; text: string }> {
  const known = Object.keys(schemaOf(body?.properties) ?? { context: 0, name: 0 })
  const first = known.includes('name') ? 'name' : (known[0] ?? 'name')
  const sound = fc.record(
    Object.fromEntries([...known, 'colour'].map((name) => [name, fc.constantFrom(...(members[name] ?? ['x']))])),
    { requiredKeys: [first] },
  )
  const text = fc.oneof(
    { weight: 12, arbitrary: sound.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: fc.constantFrom('', '{', '{"name":}', '[1,]', '{"name": "a"} x', 'null', '  ') },
  )
  const type = fc.oneof(
    { weight: 16, arbitrary: fc.constant('application/json') },
    { weight: 3, arbitrary: fc.constantFrom('application/json; charset=utf-8', undefined, 'text/plain', 'Application/JSON') },
  )
  return fc.record({ type, text })
}
