import type { Fleet } from '../fleet/fleet.ts'
import type { FlatItem } from '../query/item-filter.ts'
import { processArray } from '../query/process-array.ts'
import { denied, namedRights, requireResourceless } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { readingParameters } from '../spec/reading-parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { arrayQuery } from './groups.ts'
import { nodeHealth } from './node-health.ts'

/** `GET /cluster/status`. */
export const clusterStatus: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireResourceless(call.policies, call.demo.rbacMode, 'cluster:status')
    const word = isClustered(call.demo.fleet) ? 'yes' : 'no'
    return jsonReply({ data: { enabled: word, running: word }, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** `GET /cluster/nodes`. */
export const clusterNodes: Endpoint = {
  auth: 'bearer',
  parameters: parameters.clusterNodes,
  handle(call) {
    const result = new ListResult({
      all: 'All selected nodes information was returned',
      some: 'Some nodes information was not returned',
      none: 'No information was returned',
    })
    const names = readableNodes(call, result)
    const nodes = clusterNodesOf(call.demo.fleet)
    for (const name of names) {
      if (!nodes.some((node) => node.name === name)) result.fail(name, new ManagerError(1730, undefined, 'missing'))
    }
    const type = textValue(call, 'type')
    const wanted = nodes.filter((node) => names.includes(String(node.name)) && (type === undefined || node.type === type))
    const { items, total } = processArray(wanted, ['name', 'type', 'version', 'ip'], arrayQuery(call))
    result.items = items
    result.total = total
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** `GET /cluster/local/info`: the node that was called, which is always the master here. */
export const clusterLocalInfo: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireCluster(call)
    const { nodeName } = call.demo.fleet.identity
    const rights = namedRights(call.policies, call.demo.rbacMode, 'cluster:read', 'node:id')
    if (!rights.has(nodeName)) throw denied('node:id')
    const result = new ListResult({
      all: 'All selected information was returned',
      some: 'Some information was not returned',
      none: 'No information was returned',
    })
    result.items = [{ node: nodeName, cluster: 'wazuh', type: 'master' }]
    result.total = 1
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** `GET /cluster/healthcheck`: nodes that do not exist are left out in silence. */
export const clusterHealthcheck: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.clusterHealth,
  handle(call) {
    const result = new ListResult({
      all: 'All selected nodes healthcheck information was returned',
      some: 'Some nodes healthcheck information was not returned',
      none: 'No healthcheck information was returned',
    })
    const names = readableNodes(call, result)
    const nodes = clusterNodesOf(call.demo.fleet).filter((node) => names.includes(String(node.name)))
    result.items = nodes.map((node) => nodeHealth(call.demo.fleet, node, call.nowSeconds))
    result.total = nodes.length
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** Whether the demo stands in for a cluster. */
export function isClustered(fleet: Fleet): boolean {
  return (fleet.identity.workers ?? []).length > 0
}

/** @throws ManagerError 3013 */
function requireCluster(call: Call): void {
  if (!isClustered(call.demo.fleet)) throw new ManagerError(3013)
}

/** Nodes in order of name. */
function clusterNodesOf(fleet: Fleet): FlatItem[] {
  const { hostname, nodeName, workers = [] } = fleet.identity
  const master = { name: nodeName, type: 'master', version: '4.14.7', ip: hostname }
  const others = workers.map((name, index) => ({ name, type: 'worker', version: '4.14.7', ip: `172.18.0.${index + 4}` }))
  return [master, ...others].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Names of the nodes a call is about, as far as they may be read; refused ones are put into the failures.
 * @throws ManagerError 3013 without a cluster, 4000 when none of the named nodes may be read
 */
function readableNodes(call: Call, result: ListResult): string[] {
  requireCluster(call)
  const rights = namedRights(call.policies, call.demo.rbacMode, 'cluster:read', 'node:id')
  const asked = listValue(call, 'nodes_list')
  const given = asked ?? clusterNodesOf(call.demo.fleet).map((node) => String(node.name))
  const names = given.filter((name) => rights.has(name))
  if (asked && names.length === 0) throw denied('node:id')
  for (const name of asked ?? []) if (!rights.has(name)) result.fail(name, denied('node:id'))
  return [...new Set(names)]
}
