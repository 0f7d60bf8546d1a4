import type { AgentSource, Column, Columns, GroupInfo, ManagerIdentity, Value } from './columns.ts'
import { groupNames } from './group-mix.ts'
import { hashText, hexDigits } from './hash.ts'
import { EVERYTHING, type LivingState, NOTHING, trackLives } from './living-state.ts'
import { NEVER, statuses } from './moment.ts'
import { agentVersions, managerVersion, type OsProfile, osMix } from './os-mix.ts'
import { makeRhythm, type Rhythm } from './rhythm.ts'
import { type People, settle } from './settle.ts'

const MANAGER = 0

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
  const { seed, bornAt, frozen } = options
  const people = settle(options)
  const rhythm = makeRhythm(seed, bornAt)
  const living = trackLives(people, rhythm)
  const identity = drawIdentity(seed)
  const moment = (nowSeconds: number) => (frozen ? bornAt : nowSeconds)
  return {
    size: options.agents + 1,
    columns: { ...reportedColumns(people, living, identity), ...ownColumns(seed, people, living, identity) },
    identity,
    isLiving: !frozen,
    beat: (row) => ({
      keepAliveSeconds: living.keepAliveSeconds(row),
      salt: people.salt[row] ?? 0,
      connectedAt: living.connectedAt[row] ?? 0,
    }),
    regroup: living.regroup,
    mergedSum: (groups, at) => rhythm.mergedSum(groups, rhythm.pushesBy(groups, moment(at))),
    refresh: (nowSeconds) => living.refresh(moment(nowSeconds), nowSeconds),
    groups: (nowSeconds) => groupNames.map((name) => groupInfo(seed, rhythm, name, moment(nowSeconds))),
  }
}

function drawIdentity(seed: number): ManagerIdentity {
  const u = hexDigits(seed, 0, 32, 32)
  return {
    hostname: `wazuh-${hexDigits(seed, 0, 31, 4)}`,
    nodeName: 'node01',
    uuid: `${u.slice(0, 8)}-${u.slice(8, 12)}-4${u.slice(13, 16)}-a${u.slice(17, 20)}-${u.slice(20, 32)}`,
  }
}

function groupInfo(seed: number, rhythm: Rhythm, name: string, at: number): GroupInfo {
  return {
    name,
    mergedSum: rhythm.mergedSum(name, rhythm.pushesBy(name, at)),
    // Every second change is one of agent.conf, the others are of other files.
    configSum: hexDigits(seed ^ Math.floor(rhythm.pushesBy(name, at) / 2), hashText(name), 35, 32),
  }
}

function text(read: (row: number) => Value): Column {
  return { affinity: 'text', read }
}

function number(read: (row: number) => Value): Column {
  return { affinity: 'integer', read }
}

function coded(code: (row: number) => number, values: readonly Value[]): Column {
  return { affinity: 'text', read: (row) => values[code(row)] ?? null, coded: { code, values } }
}

type ReportedName =
  | `os_${'name' | 'version' | 'major' | 'minor' | 'codename' | 'build' | 'platform' | 'uname' | 'arch'}`
  | 'version'
  | 'config_sum'
  | 'manager_host'
  | 'node_name'

/** What an agent says of itself with its first keep-alive; empty until then. */
function reportedColumns(people: People, living: LivingState, identity: ManagerIdentity): Pick<Columns, ReportedName> {
  const { reported } = living
  const osOf = (row: number) => people.os[row] ?? 0
  const os = (pick: (profile: OsProfile) => Value) => {
    const values = [null, ...osMix.map(pick)]
    return coded((row) => (reported[row] === EVERYTHING ? osOf(row) + 1 : 0), values)
  }
  const versions = [null, ...agentVersions.map(({ version }) => version), managerVersion]
  const versionOf = (row: number) => (row === MANAGER ? versions.length - 1 : (people.version[row] ?? 0) + 1)
  const name = (row: number) => (row === MANAGER ? identity.hostname : (people.names[row] ?? ''))
  const configSums = osMix.map((_, index) => hexDigits(index, index, 34, 32))
  const whenReported = (row: number, value: () => Value) => (reported[row] === EVERYTHING ? value() : null)
  return {
    os_name: os((profile) => profile.name),
    os_version: os((profile) => profile.version),
    os_major: os((profile) => profile.major),
    os_minor: os((profile) => profile.minor),
    os_codename: os((profile) => profile.codename),
    os_build: os((profile) => profile.build),
    os_platform: os((profile) => profile.platform),
    os_arch: os((profile) => profile.arch),
    os_uname: text((row) => whenReported(row, () => osMix[osOf(row)]?.uname.replace('{host}', name(row)) ?? null)),
    version: coded((row) => (reported[row] === NOTHING ? 0 : versionOf(row)), versions),
    config_sum: text((row) => (row === MANAGER ? null : whenReported(row, () => configSums[osOf(row)] ?? null))),
    manager_host: coded((row) => (reported[row] === EVERYTHING ? 1 : 0), [null, identity.hostname]),
    node_name: coded((row) => (reported[row] === EVERYTHING ? 1 : 0), ['unknown', identity.nodeName]),
  }
}

/** What the manager knows or keeps itself. */
function ownColumns(seed: number, people: People, living: LivingState, identity: ManagerIdentity): Omit<Columns, ReportedName> {
  const { reported } = living
  const groupOf = (row: number) => living.groupCodes[row] ?? 0
  const registered = (row: number) => (row === MANAGER ? '127.0.0.1' : registeredAddress(people, row))
  // Two in five enrol with their groups; the others get theirs with the first keep-alive.
  const hasGroup = (row: number) =>
    row !== MANAGER && (reported[row] === EVERYTHING || (people.salt[row] ?? 0) % 5 < 2 || living.isRegrouped(row))
  return {
    id: number((row) => row),
    name: text((row) => (row === MANAGER ? identity.hostname : (people.names[row] ?? ''))),
    ip: text((row) => (row !== MANAGER && reported[row] === EVERYTHING ? (people.addresses[row] ?? null) : registered(row))),
    register_ip: text(registered),
    internal_key: text((row) => (row === MANAGER ? null : hexDigits(seed, row, 33, 64))),
    merged_sum: text((row) => {
      if (row === MANAGER || reported[row] !== EVERYTHING) return null
      return living.mergedSum(row)
    }),
    date_add: number((row) => people.enrolledAt[row] ?? 0),
    last_keepalive: number((row) => {
      const at = living.lastKeepAlive[row] ?? Number.NaN
      return Number.isNaN(at) ? null : at
    }),
    group: {
      affinity: 'text',
      read: (row) => (hasGroup(row) ? (living.groupLists[groupOf(row)] ?? null) : null),
      coded: {
        code: (row) => (hasGroup(row) ? groupOf(row) + 1 : 0),
        get values() {
          return [null, ...living.groupLists]
        },
      },
    },
    connection_status: coded((row) => living.status[row] ?? NEVER, statuses),
    disconnection_time: number((row) => living.disconnectedAt[row] ?? 0),
    group_config_status: coded((row) => living.inStep[row] ?? 0, ['not synced', 'synced']),
    status_code: number((row) => living.code[row] ?? 0),
  }
}

/** Most agents are registered with "any", a few with their address or its network. */
function registeredAddress(people: People, row: number): string {
  const how = (people.salt[row] ?? 0) % 50
  const address = people.addresses[row] ?? 'any'
  if (how === 7 || how === 8) return address
  return how === 9 && address.startsWith('10.') ? `${address.split('.').slice(0, 2).join('.')}.0.0/16` : 'any'
}
