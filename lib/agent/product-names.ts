import type { Product } from './products.ts'
import { compareVersions, parseVersion } from './version.ts'

interface Names {
  /** How its tools call themselves. */
  readonly title: string
  /** Folder of a manager, and of one from version 5 on. */
  readonly managerHome: string
  readonly managerHome5: string
  /** Whether a manager before version 5 has `agent_groups`. */
  readonly hasGroups: boolean
  /** File in which the agent keeps its own view of its connection, by system. */
  readonly state: Readonly<Record<System, string>>
  /** Command that tells whether the agent runs, by system. */
  readonly service: Readonly<Record<System, string>>
  /** Variables that stand for what a command must not hold: the API's address and a token. */
  readonly apiVariable: string
  readonly tokenVariable: string
}

type System = 'unix' | 'macos' | 'windows'

/** Source: the products' documentation of 4.14 (state files, services) and of the move to version 5 (paths). */
const NAMES: Readonly<Record<Product, Names>> = {
  wazuh: {
    title: 'Wazuh',
    managerHome: '/var/ossec',
    managerHome5: '/var/wazuh-manager',
    hasGroups: true,
    state: {
      unix: '/var/ossec/var/run/wazuh-agentd.state',
      macos: '/Library/Ossec/var/run/wazuh-agentd.state',
      windows: 'C:\\Program Files (x86)\\ossec-agent\\wazuh-agent.state',
    },
    service: {
      unix: 'systemctl status wazuh-agent',
      macos: '/Library/Ossec/bin/wazuh-control status',
      windows: 'Get-Service WazuhSvc',
    },
    apiVariable: 'WAZUH_API',
    tokenVariable: 'WAZUH_TOKEN',
  },
  cyb3rhq: {
    title: 'Cyb3rhq',
    managerHome: '/var/ossec',
    managerHome5: '/var/ossec',
    hasGroups: true,
    state: {
      unix: '/var/ossec/var/run/cyb3rhq-agentd.state',
      macos: '/Library/Ossec/var/run/cyb3rhq-agentd.state',
      windows: 'C:\\Program Files (x86)\\ossec-agent\\cyb3rhq-agent.state',
    },
    service: {
      unix: 'systemctl status cyb3rhq-agent',
      macos: '/Library/Ossec/bin/cyb3rhq-control status',
      windows: 'Get-Service Cyb3rhqSvc',
    },
    apiVariable: 'CYB3RHQ_API',
    tokenVariable: 'CYB3RHQ_TOKEN',
  },
  ossec: {
    title: 'OSSEC HIDS',
    managerHome: '/var/ossec',
    managerHome5: '/var/ossec',
    hasGroups: false,
    state: {
      unix: '/var/ossec/var/run/ossec-agentd.state',
      macos: '/var/ossec/var/run/ossec-agentd.state',
      windows: 'C:\\Program Files (x86)\\ossec-agent\\ossec-agent.state',
    },
    service: {
      unix: '/var/ossec/bin/ossec-control status',
      macos: '/var/ossec/bin/ossec-control status',
      windows: 'Get-Service OssecSvc',
    },
    apiVariable: 'OSSEC_API',
    tokenVariable: 'OSSEC_TOKEN',
  },
}

/** What to type about one agent: at its manager, on the endpoint, and to the API. Nothing in it is a secret. */
export interface AgentCommands {
  /** How the manager's tools call themselves. */
  readonly title: string
  readonly control: string
  /** `null` where the manager has no such command, or not this part of it any more. */
  readonly sync: string | null
  readonly state: string
  readonly service: string
  readonly apiPath: string
  readonly curl: string
  /** Variables in it that the person sets. */
  readonly apiVariable: string
  readonly tokenVariable: string
}

interface About {
  readonly id: string
  readonly platform: string | null
  /** Of the agent, as it reports it. */
  readonly version: string | null
  readonly managerVersion: readonly number[] | null
}

/** Agents before it have the names of OSSEC. Source: agent documentation of 4.2, renamed daemons. */
const RENAMED = [4, 2]

/**
 * @param id as the manager prints it, digits only @param platform of the agent, as the manager names it
 * @param managerVersion `null` when it is not known: then it is one before 5
 */
export function agentCommands(product: Product, { id, platform, version, managerVersion }: About): AgentCommands {
  const names = NAMES[product]
  const isNew = (managerVersion?.[0] ?? 4) >= 5
  const bin = `${isNew ? names.managerHome5 : names.managerHome}/bin`
  const system = platform === 'windows' ? 'windows' : platform === 'darwin' ? 'macos' : 'unix'
  const parts = version === null ? null : parseVersion(version)
  const onEndpoint = parts && compareVersions(parts, RENAMED) < 0 ? NAMES.ossec : names
  const file = onEndpoint.state[system]
  const apiPath = `/agents?agents_list=${id}`
  return {
    title: names.title,
    control: `${bin}/agent_control -i ${id}`,
    sync: names.hasGroups && !isNew ? `${bin}/agent_groups -S -i ${id}` : null,
    state: system === 'windows' ? `Get-Content '${file}'` : `sudo cat ${file}`,
    service: onEndpoint.service[system],
    apiPath,
    apiVariable: names.apiVariable,
    tokenVariable: names.tokenVariable,
    curl: `curl -s -H "Authorization: Bearer $${names.tokenVariable}" "$${names.apiVariable}${apiPath}"`,
  }
}

/** What `agent_groups -S` prints of an agent; `null` when the manager has no state for it. */
export function syncAnswer(id: string, groupConfigStatus: 'synced' | 'not synced' | 'unknown'): string | null {
  if (groupConfigStatus === 'unknown') return null
  return `Agent '${id}' is ${groupConfigStatus === 'synced' ? '' : 'not '}synchronized.`
}
