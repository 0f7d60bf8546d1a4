import type { AgentSource, Column } from './columns.ts'
import { hash32 } from './hash.ts'

/** Names of so many workers. */
export function workerNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `worker${index + 1}`)
}

/** Makes a source one of a cluster: agents that have reported are spread over the master and its workers. */
export function spreadOverNodes(source: AgentSource, workers: readonly string[]): AgentSource {
  const { columns, identity } = source
  const hosts = workers.map((worker) => `${identity.hostname}-${worker}`)
  const spread = (column: Column, own: string, others: readonly string[]): Column => {
    const { coded } = column
    if (!coded) return column
    const values = [...coded.values, ...others]
    const code = (row: number) => {
      const given = coded.code(row)
      const node = row === 0 ? 0 : hash32(1, row, 41) % (workers.length + 1)
      return coded.values[given] === own && node > 0 ? coded.values.length + node - 1 : given
    }
    return { affinity: column.affinity, read: (row) => values[code(row)] ?? null, coded: { code, values } }
  }
  return {
    ...source,
    identity: { ...identity, workers },
    columns: {
      ...columns,
      node_name: spread(columns.node_name, identity.nodeName, workers),
      manager_host: spread(columns.manager_host, identity.hostname, hosts),
    },
  }
}
