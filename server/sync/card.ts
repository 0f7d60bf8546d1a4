import { managerCard } from '#lib/contract/sync.ts'
import type { ManagerInfo } from '#server/manager/answers.ts'
import { orUndefined } from './or-undefined.ts'
import type { PassHost } from './pass.ts'

const HOUR_MS = 3_600_000

interface Known {
  readonly info: ManagerInfo
  readonly version: string
  readonly rights: string
  /** The card as it is stored. */
  readonly stored: string | null
}

/**
 * Agent 000 and the name of the cluster, which hardly ever change: they are asked for once an hour, and when another host or version
 * answers or our account has other rights.
 * @returns JSON in the form of `managerCard` of the contract; `undefined` while it stays as it is
 */
export async function readCard(
  sync: PassHost,
  { info, version, rights, stored }: Known,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { client, clock } = sync.options
  const of = JSON.stringify([info.hostname, version, rights])
  const known = sync.card
  const age = known === null ? Number.NaN : clock.now() - known.readAt
  // What could not be written is asked for again.
  if (known?.of === of && known.card === stored && age >= 0 && age < HOUR_MS) return undefined
  const agent = await orUndefined(client.getManagerAgent(signal))
  if (agent === undefined) return undefined
  const cluster = await orUndefined(client.getClusterName(signal))
  const os = agent ? [agent.osName, agent.osVersion].filter((part) => part !== null).join(' ') : ''
  const card = JSON.stringify({
    hostname: info.hostname,
    apiVersion: info.apiVersion,
    version,
    nodeName: agent?.nodeName ?? null,
    ip: agent?.ip ?? null,
    os: os || null,
    // What can't be had this time is still known.
    cluster: cluster === undefined ? clusterOf(stored) : cluster,
  })
  sync.card = cluster === undefined ? null : { of, readAt: clock.now(), card }
  return card
}

function clusterOf(stored: string | null): string | null {
  return stored === null ? null : (managerCard.safeParse(JSON.parse(stored)).data?.cluster ?? null)
}
