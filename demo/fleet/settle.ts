import { drawGroups, manyGroups } from './group-mix.ts'
import { chance, hash32 } from './hash.ts'
import { drawLife, type Life } from './life.ts'
import { awkwardNames, hostName, privateAddress } from './names.ts'
import { agentVersions, osMix } from './os-mix.ts'

/** What never changes about the agents of a generated fleet, by row; row 0 is the manager. */
export interface People {
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly os: Uint8Array
  /** Index into `agentVersions`. */
  readonly version: Uint8Array
  /** Index into `groupLists`, as drawn; `Memberships` knows who has moved since. */
  readonly groups: Uint16Array
  readonly groupLists: readonly string[]
  readonly enrolledAt: Float64Array
  readonly salt: Uint32Array
  /** 1 for agents whose group configuration never arrives. */
  readonly lagging: Uint8Array
  readonly lives: readonly Life[]
}

const DAY = 86_400
const OLDEST_DAYS = 900
const TOO_NEW = agentVersions.length - 1
const steady: Life = { kind: 'steady' }

/** Draws the fixed part of a fleet. */
export function settle(options: { agents: number; seed: number; bornAt: number }): People {
  const { agents, seed, bornAt } = options
  const size = agents + 1
  const names: string[] = ['']
  const addresses: string[] = ['127.0.0.1']
  const lives: Life[] = [steady]
  const os = new Uint8Array(size)
  const version = new Uint8Array(size)
  const groups = new Uint16Array(size)
  const enrolledAt = new Float64Array(size)
  const salt = new Uint32Array(size)
  const lagging = new Uint8Array(size)
  const groupCodes = new Map<string, number>()
  os[0] = osMix.findIndex((profile) => profile.platform === 'ubuntu')
  enrolledAt[0] = bornAt - (OLDEST_DAYS + 1) * DAY
  for (let id = 1; id < size; id++) {
    const draw = hash32(seed, id, 1)
    const profile = pick(osMix, chance(seed, id, 2))
    const enrolled = enrolmentOf(seed, id, agents, bornAt)
    const special = agents >= 40 ? showcase(id, bornAt) : undefined
    const drawn = drawLife(seed, id, enrolled, bornAt)
    const life = special?.life ?? (drawn.kind === 'steady' ? steady : drawn)
    os[id] = special?.os ?? profile
    const mix = osMix[os[id] ?? 0]
    if (!mix) continue
    version[id] = special?.version ?? (isTooNew(life) ? TOO_NEW : pick(agentVersions, chance(seed, id, 3)))
    const csv =
      special?.groups ?? drawGroups(mix, [chance(seed, id, 4), chance(seed, id, 5), chance(seed, id, 6), chance(seed, id, 7)])
    groups[id] = codeOf(groupCodes, csv)
    names.push((agents >= 200 && id % 11 === 5 && awkwardNames[(id - 5) / 11]) || hostName(id, mix, draw))
    addresses.push(privateAddress(id, special?.ipv6 ? 0 : draw))
    enrolledAt[id] = enrolled
    salt[id] = hash32(seed, id, 8)
    lagging[id] = special?.lagging || chance(seed, id, 9) < 0.012 ? 1 : 0
    lives.push(life)
  }
  return { names, addresses, os, version, groups, groupLists: [...groupCodes.keys()], enrolledAt, salt, lagging, lives }
}

/** Ids were given in order of enrolment: more of them lately than long ago. */
function enrolmentOf(seed: number, id: number, agents: number, bornAt: number): number {
  const share = (agents - id + chance(seed, id, 10)) / Math.max(agents, 1)
  return Math.floor(bornAt - 7200 - share ** 1.6 * OLDEST_DAYS * DAY)
}

function isTooNew(life: Life): boolean {
  return (life.kind === 'awaited' && life.tooNew) || (life.kind === 'gone' && life.mode === 'too-new')
}

function pick(choices: readonly { readonly weight: number }[], draw: number): number {
  const total = choices.reduce((sum, choice) => sum + choice.weight, 0)
  let left = draw * total
  for (let index = 0; index < choices.length; index++) {
    left -= choices[index]?.weight ?? 0
    if (left < 0) return index
  }
  return 0
}

function codeOf(codes: Map<string, number>, text: string): number {
  const known = codes.get(text)
  if (known !== undefined) return known
  codes.set(text, codes.size)
  return codes.size - 1
}

interface Special {
  readonly life?: Life
  readonly os?: number
  readonly version?: number
  readonly groups?: string
  readonly ipv6?: boolean
  readonly lagging?: boolean
}

const windowsIndex = osMix.findIndex((profile) => profile.platform === 'windows')
const macIndex = osMix.findIndex((profile) => profile.platform === 'darwin')
const oldVersion = agentVersions.findIndex(({ version }) => version === 'Wazuh v4.1.5')

/** From 40 agents on, low ids show every state at least once, whatever the dice say. */
function showcase(id: number, bornAt: number): Special | undefined {
  const specials: Record<number, Special> = {
    2: { life: steady, groups: 'default,branch-north' },
    4: { life: { kind: 'gone', mode: 'silence', since: bornAt - 3 * DAY } },
    6: { life: { kind: 'gone', mode: 'stop', since: bornAt - 2 * 3600 } },
    8: { life: { kind: 'awaited', until: Number.POSITIVE_INFINITY, tooNew: false } },
    10: { life: { kind: 'stuck', since: bornAt - 60 } },
    12: { life: { kind: 'gone', mode: 'silence', since: Math.floor(bornAt - 4.1 * DAY) - 30 } },
    14: { life: { kind: 'gone', mode: 'too-new', since: bornAt - DAY }, version: TOO_NEW },
    17: { life: { kind: 'gone', mode: 'unreadable', since: bornAt - 5 * DAY } },
    18: { life: steady, os: windowsIndex },
    20: { life: steady, os: macIndex },
    22: { life: steady, version: oldVersion },
    24: { life: steady, groups: manyGroups },
    26: { life: steady, lagging: true },
    28: { life: steady, ipv6: true },
    30: { life: steady, groups: 'default,branch-south' },
    32: { life: { kind: 'awaited', until: Number.POSITIVE_INFINITY, tooNew: true }, version: TOO_NEW },
  }
  return specials[id]
}
