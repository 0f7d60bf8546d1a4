import { type AgentSource, affinityOf, type Column, type ColumnName, columnsFrom, type GroupInfo, type Value } from './columns.ts'
import { groupNames } from './group-mix.ts'
import { hexDigits } from './hash.ts'
import { ACTIVE, type Moment, NEVER, standAt, statuses } from './moment.ts'
import { agentVersions, managerVersion, osMix } from './os-mix.ts'
import { makeRhythm } from './rhythm.ts'
import { settle } from './settle.ts'

const MANAGER_ROW = 0
const END_OF_TIME_SECONDS = 253402300799

export interface GenerateOptions {
  readonly agents: number
  readonly seed: number
  /** The moment around which the fleet's past and future are laid out (epoch seconds). */
  readonly bornAt: number
  /** When set, nobody lives: everything stays as it was at `bornAt`. */
  readonly frozen: boolean
}

/** A fleet of agent 000 and `agents` others, the same for the same options, that lives as time goes by. */
export function generateSource(options: GenerateOptions): AgentSource {
  const { seed, bornAt } = options
  const size = options.agents + 1
  const people = settle(options)
  const rhythm = makeRhythm(seed, bornAt)
  const hostname = `wazuh-${hexDigits(seed, 0, 31, 4)}`
  const nodeName = 'node01'
  const u = hexDigits(seed, 0, 32, 32)
  const uuid = `${u.slice(0, 8)}-${u.slice(8, 12)}-4${u.slice(13, 16)}-a${u.slice(17, 20)}-${u.slice(20, 32)}`

  const status = new Uint8Array(size)
  const code = new Uint8Array(size)
  const reported = new Uint8Array(size)
  const inStep = new Uint8Array(size)
  const lastKeepAlive = new Float64Array(size)
  const disconnectedAt = new Float64Array(size)
  const pushes = new Int32Array(size)
  let refreshedAt = Number.NaN

  function refresh(nowSeconds: number): void {
    const at = options.frozen ? bornAt : nowSeconds
    if (at === refreshedAt) return
    refreshedAt = at
    const out: Moment = { status: 0, code: 0, lastKeepAlive: 0, disconnectedAt: 0, reported: true, connectedAt: 0 }
    const pulse = { keepAliveSeconds: 20, salt: 0, enrolledAt: 0 }
    for (let row = 1; row < size; row++) {
      const life = people.lives[row]
      if (!life) continue
      pulse.keepAliveSeconds = agentVersions[people.version[row] ?? 0]?.keepAliveSeconds ?? 20
      pulse.salt = people.salt[row] ?? 0
      pulse.enrolledAt = people.enrolledAt[row] ?? 0
      standAt(out, life, pulse, rhythm, at)
      status[row] = out.status
      code[row] = out.code
      lastKeepAlive[row] = out.lastKeepAlive
      disconnectedAt[row] = out.disconnectedAt
      const tooNew = life.kind === 'awaited' && life.tooNew
      reported[row] = out.reported ? 1 : tooNew ? 2 : 0
      const groups = people.groupLists[people.groups[row] ?? 0] ?? 'default'
      const seen = out.lastKeepAlive - (pulse.salt % 3) * pulse.keepAliveSeconds
      const index = Number.isNaN(out.lastKeepAlive) ? 0 : rhythm.pushesBy(groups, out.lastKeepAlive)
      const behind =
        out.status === ACTIVE && seen - pulse.keepAliveSeconds < Math.max(rhythm.pushAt(groups, index), out.connectedAt)
      const lagging = behind || people.lagging[row] === 1
      inStep[row] = out.reported && !lagging ? 1 : 0
      pushes[row] = lagging ? index - 1 : index
    }
    status[MANAGER_ROW] = ACTIVE
    reported[MANAGER_ROW] = 1
    inStep[MANAGER_ROW] = 1
    lastKeepAlive[MANAGER_ROW] = END_OF_TIME_SECONDS
  }

  const text = (read: (row: number) => Value): Column => ({ affinity: 'text', read })
  const number = (read: (row: number) => Value): Column => ({ affinity: 'integer', read })
  const coded = (codeOf: (row: number) => number, values: readonly Value[]): Column => ({
    affinity: 'text',
    read: (row) => values[codeOf(row)] ?? null,
    coded: { code: codeOf, values },
  })
  /** A column that is empty until the agent has reported: code 0 means nothing. */
  const whenReported = (codeOf: (row: number) => number, values: readonly Value[]): Column =>
    coded((row) => (reported[row] === 1 ? codeOf(row) + 1 : 0), [null, ...values])
  const osCode = (row: number) => people.os[row] ?? 0
  const os = (pick: 'name' | 'version' | 'major' | 'minor' | 'codename' | 'build' | 'platform' | 'arch') =>
    whenReported(
      osCode,
      osMix.map((profile) => profile[pick]),
    )
  const name = (row: number) => (row === MANAGER_ROW ? hostname : (people.names[row] ?? ''))
  const hasGroup = (row: number) =>
    row !== MANAGER_ROW && (reported[row] === 1 || people.salt[row] === undefined || (people.salt[row] ?? 0) % 5 < 2)
  const groupCode = (row: number) => (hasGroup(row) ? (people.groups[row] ?? 0) + 1 : 0)
  const groupText = (row: number) => people.groupLists[people.groups[row] ?? 0] ?? 'default'

  const columns: Record<ColumnName, Column> = {
    id: number((row) => row),
    name: text(name),
    ip: text((row) =>
      row === MANAGER_ROW ? '127.0.0.1' : reported[row] === 1 ? (people.addresses[row] ?? null) : registered(row),
    ),
    register_ip: text(registered),
    internal_key: text((row) => (row === MANAGER_ROW ? null : hexDigits(seed, row, 33, 64))),
    os_name: os('name'),
    os_version: os('version'),
    os_major: os('major'),
    os_minor: os('minor'),
    os_codename: os('codename'),
    os_build: os('build'),
    os_platform: os('platform'),
    os_uname: text((row) => (reported[row] === 1 ? (osMix[osCode(row)]?.uname.replace('{host}', name(row)) ?? null) : null)),
    os_arch: os('arch'),
    version: coded(
      (row) => (reported[row] === 0 ? 0 : row === MANAGER_ROW ? agentVersions.length + 1 : (people.version[row] ?? 0) + 1),
      [null, ...agentVersions.map(({ version }) => version), managerVersion],
    ),
    config_sum: text((row) => (row !== MANAGER_ROW && reported[row] === 1 ? hexDigits(seed, osCode(row), 34, 32) : null)),
    merged_sum: text((row) =>
      row !== MANAGER_ROW && reported[row] === 1 ? rhythm.mergedSum(groupText(row), pushes[row] ?? 0) : null,
    ),
    manager_host: coded((row) => (reported[row] === 1 ? 1 : 0), [null, hostname]),
    node_name: coded((row) => (reported[row] === 1 ? 1 : 0), ['unknown', nodeName]),
    date_add: number((row) => people.enrolledAt[row] ?? 0),
    last_keepalive: number((row) => {
      const at = lastKeepAlive[row] ?? Number.NaN
      return Number.isNaN(at) ? null : at
    }),
    group: coded(groupCode, [null, ...people.groupLists]),
    connection_status: coded((row) => status[row] ?? NEVER, statuses),
    disconnection_time: number((row) => disconnectedAt[row] ?? 0),
    group_config_status: coded((row) => inStep[row] ?? 0, ['not synced', 'synced']),
    status_code: number((row) => code[row] ?? 0),
  }

  function registered(row: number): string {
    if (row === MANAGER_ROW) return '127.0.0.1'
    const how = (people.salt[row] ?? 0) % 50
    const address = people.addresses[row] ?? 'any'
    if (how === 7 || how === 8) return address
    return how === 9 && address.startsWith('10.') ? `${address.split('.').slice(0, 2).join('.')}.0.0/16` : 'any'
  }

  return {
    size,
    columns: columnsFrom((column) => ({ ...columns[column], affinity: affinityOf(column) })),
    identity: { hostname, nodeName, uuid },
    refresh,
    groups: (nowSeconds): GroupInfo[] =>
      groupNames.map((group) => ({
        name: group,
        mergedSum: rhythm.mergedSum(group, rhythm.pushesBy(group, options.frozen ? bornAt : nowSeconds)),
        configSum: hexDigits(seed, group.length, 35, 32),
      })),
  }
}
