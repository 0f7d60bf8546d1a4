import { ManagerError } from '../wire/manager-error.ts'
import type { AgentView } from './agent-view.ts'
import { compareVersions, isOlder } from './version.ts'

/** The version of the manager, and of the agents that it installs when no other is asked for. */
export const MANAGER_VERSION = 'v4.14.7'

export interface UpgradeOrder {
  readonly command: 'upgrade' | 'upgrade_custom'
  /** As `v4.14.7`; the manager's own when missing. */
  readonly version?: string
  readonly force: boolean
  readonly repository?: string
  readonly packageType?: string
  readonly filePath?: string
}

const unsupported = new Set(['solaris', 'sunos', 'aix', 'hp-ux', 'bsd'])
const rolling = new Set(['opensuse-tumbleweed', 'arch'])
/** Releases that no package is built for any more, by platform. */
const tooOld: Readonly<Record<string, string>> = { sles: '11', suse: '11', ol: '5', rhel: '5', centos: '5' }

/**
 * Why the manager's upgrade module does not take an agent on, looking at its system first and then at its version.
 * Whether a task of it is under way comes after this.
 */
export function upgradeRefusal(agent: AgentView, order: UpgradeOrder): ManagerError | undefined {
  const code = systemRefusal(agent) ?? versionRefusal(agent, order)
  if (code === undefined) return undefined
  return new ManagerError(code, undefined, code === 1816 ? 'internal' : 'client')
}

function systemRefusal(agent: AgentView): number | undefined {
  const platform = agent.read('os_platform')
  if (typeof platform !== 'string') return 1816
  if (unsupported.has(platform)) return 1819
  if (platform === 'windows') return undefined
  if (agent.read('os_arch') === null) return 1816
  if (platform === 'darwin') return undefined
  const major = agent.read('os_major')
  const isNumbered = major !== null && (platform !== 'ubuntu' || agent.read('os_minor') !== null)
  if (!isNumbered) return rolling.has(platform) ? undefined : 1816
  return tooOld[platform] === String(major) ? 1819 : undefined
}

function versionRefusal(agent: AgentView, { command, version, force }: UpgradeOrder): number | undefined {
  const current = agent.text('version')
  if (!current.includes('v')) return 1816
  if (isOlder(current, agent.read('os_platform') === 'darwin' ? '4.3.0' : '3.0.0')) return 1821
  if (command === 'upgrade_custom' || force) return undefined
  const target = version ?? MANAGER_VERSION
  if (compareVersions(current, target) >= 0) return 1822
  return isOlder(MANAGER_VERSION, target) ? 1823 : undefined
}
