import { chance, hash32 } from '../fleet/hash.ts'
import { INTERRUPTION_SECONDS } from '../fleet/interruption.ts'
import type { AgentView } from './agent-view.ts'
import type { TaskBook, TaskStep } from './task-book.ts'
import { MANAGER_VERSION, type UpgradeOrder } from './upgrade-check.ts'
import { isOlder } from './version.ts'

/** What will become of an upgrade. */
export interface UpgradePlan {
  readonly steps: readonly TaskStep[]
  /** Set when the agent does install the version: it restarts at `at` (epoch seconds). */
  readonly install?: { readonly version: string; readonly at: number }
}

/** Seconds until the manager's dispatcher looks at a new task. */
const DISPATCH_SECONDS = 2
/** Seconds after which the manager gives up on an agent that does not tell how it went. */
const TASK_TIMEOUT_SECONDS = 900
/** Seconds until the manager takes silence for an answer. */
const SILENCE_SECONDS = 60

const repositories = /^(?:https?:\/\/)?packages\.wazuh\.com(?:\/|$)/
const customFolder = '/var/ossec/var/upgrade/'
const deb = new Set(['debian', 'ubuntu'])
const rpm = new Set('amzn centos fedora ol opensuse opensuse-leap opensuse-tumbleweed rhel sles suse rocky'.split(' '))

/** Decides, from the order and a little chance of this agent, how an upgrade goes that was ordered now. */
export function planUpgrade(book: TaskBook, agent: AgentView, order: UpgradeOrder, nowSeconds: number): UpgradePlan {
  const version = targetOf(order)
  const draw = chance(agent.number, nowSeconds, 81)
  const hindrance = packageFailure(agent, order, version)
  const transfer = agent.isSilent ? SILENCE_SECONDS : 12 + (hash32(agent.number, nowSeconds, 82) % 40)
  const busy = hindrance === undefined ? transfer : 1
  const start = book.occupy(nowSeconds + DISPATCH_SECONDS, busy)
  const sent = start + busy
  const begun: TaskStep = { at: start, status: 'In progress' }
  const failed = (at: number, error: string): UpgradePlan => ({ steps: [begun, { at, status: 'Failed', error }] })
  if (hindrance !== undefined) return failed(sent, hindrance)
  if (agent.isSilent) return failed(sent, 'Send lock restart error')
  if (draw < 0.02) return failed(sent, 'Send write file error')
  if (draw < 0.05) return failed(sent + 30, 'Upgrade procedure exited with error code')
  if (draw < 0.07) return { steps: [begun, { at: start + TASK_TIMEOUT_SECONDS, status: 'Timeout' }] }
  const install = { version: `Wazuh ${version}`, at: sent }
  if (isOlder(version, '4.1.0')) return { steps: [begun, { at: sent, status: 'Legacy' }], install }
  const back = sent + Math.ceil(INTERRUPTION_SECONDS / 2) + 1 + (hash32(agent.number, nowSeconds, 83) % 20)
  return { steps: [begun, { at: back, status: 'Done' }], install }
}

/** Which version an order brings; that of a file by its name. */
function targetOf({ command, version, filePath = '' }: UpgradeOrder): string {
  if (command === 'upgrade') return version ?? MANAGER_VERSION
  const named = /(\d+\.\d+\.\d+)/.exec(filePath)?.[1]
  return named === undefined ? MANAGER_VERSION : `v${named}`
}

/** What hinders the manager from having the package at all. */
function packageFailure(agent: AgentView, order: UpgradeOrder, version: string): string | undefined {
  if (order.command === 'upgrade_custom') {
    return order.filePath?.startsWith(customFolder) ? undefined : 'The WPK file does not exist'
  }
  if (!hasPackageType(agent.text('os_platform'), order)) return 'The WPK for this platform is not available'
  if (order.repository !== undefined && !repositories.test(order.repository)) return 'The repository is not reachable'
  // What was published before 4.0.0 lies in another place, which the demo's manager does not know.
  const isPublished = !isOlder(version, '4.0.0') && !isOlder(MANAGER_VERSION, version)
  return isPublished ? undefined : 'The version of the WPK does not exist in the repository'
}

function hasPackageType(platform: string, { packageType }: UpgradeOrder): boolean {
  if (platform === 'windows' || platform === 'darwin') return true
  return packageType !== undefined || deb.has(platform) || rpm.has(platform)
}
