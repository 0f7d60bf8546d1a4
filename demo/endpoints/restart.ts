import { queryAgents } from '../query/agents-query.ts'
import { denied, namedRights } from '../security/rbac.ts'
import { changingParameters } from '../spec/changing-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue, listValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { agentReach, exactRow, idAt, tableRows } from './agent-reach.ts'
import { isClustered } from './cluster.ts'
import { failures } from './failures.ts'
import { readableAgents } from './narrow.ts'

const texts = {
  all: 'Restart command was sent to all agents',
  some: 'Restart command was not sent to some agents',
  none: 'Restart command was not sent to any agent',
}
/** Failures that are nobody's business when no agent was named. */
const forgiven = [1701, 1703, 1707]

/** `PUT /agents/restart`. */
export const restartAgents: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.restart,
  handle: (call) => reply(call, restart(call, listValue(call, 'agents_list'))),
}

/** `PUT /agents/{agent_id}/restart`. */
export const restartAgent: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  path: [pathParameters.agent],
  handle: (call) => reply(call, restart(call, [call.captures.get('agent_id') ?? ''])),
}

/** `PUT /agents/group/{group_id}/restart`: who may not read a group or its agents cannot restart them here. */
export const restartGroup: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  path: [pathParameters.group],
  handle(call) {
    const { fleet, rbacMode } = call.demo
    const name = call.captures.get('group_id') ?? ''
    if (!namedRights(call.policies, rbacMode, 'group:read', 'group:id').has(name)) throw denied('group:id')
    if (!fleet.groups().some((group) => group.name === name)) throw failures.noGroup
    const scope = readableAgents(call)
    const page = { offset: 0, limit: fleet.rows().length, select: ['id'], distinct: false, q: `group=${name}` }
    const members = scope ? queryAgents(fleet, { ...page, ...scope }, call.nowSeconds).items.map(({ id }) => String(id)) : []
    if (members.length === 0) return reply(call, new ListResult(texts))
    const result = restart(call, members)
    result.forget(forgiven)
    return reply(call, result)
  },
}

/** `PUT /agents/node/{node_id}/restart`. */
export const restartNode: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  path: [pathParameters.node],
  handle(call) {
    const { fleet, rbacMode } = call.demo
    const node = call.captures.get('node_id') ?? ''
    const { nodeName, workers = [] } = fleet.identity
    if (!isClustered(fleet)) throw new ManagerError(3013)
    if (!namedRights(call.policies, rbacMode, 'cluster:read', 'node:id').has(node)) throw denied('node:id')
    const unknown = new ListResult(texts)
    if (node !== nodeName && !workers.includes(node)) {
      unknown.fail(node, new ManagerError(1730, undefined, 'missing'))
      return reply(call, unknown)
    }
    const { node_name: home } = fleet.columns()
    const ids: string[] = []
    for (const row of fleet.rows()) if (home.read(row) === node && idAt(fleet, row) !== '000') ids.push(idAt(fleet, row))
    const result = ids.length === 0 ? unknown : restart(call, ids)
    result.forget(forgiven)
    return reply(call, result)
  },
}

/** `PUT /agents/reconnect`. */
export const reconnectAgents: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.restart,
  handle(call) {
    const { fleet } = call.demo
    const reach = agentReach(call, 'agent:reconnect', listValue(call, 'agents_list'))
    const result = new ListResult({
      all: 'Force reconnect command was sent to all agents',
      some: 'Force reconnect command was not sent to some agents',
      none: 'Force reconnect command was not sent to any agent',
    })
    const sent: number[] = []
    for (const id of reach.ids) {
      const row = exactRow(fleet, id)
      if (id === '000') result.fail(id, failures.isManager)
      else if (row === undefined) result.fail(id, failures.noAgent)
      else if (isActive(call, row)) sent.push(row)
      else result.fail(id, failures.notActive)
    }
    affect(call, result, sent)
    fleet.interrupt(
      sent.filter((row) => understandsReconnect(call, row)),
      'reconnect',
    )
    reach.close(result, forgiven)
    return reply(call, result)
  },
}

/** @throws ManagerError 4000 */
function restart(call: Call, asked: readonly string[] | undefined): ListResult {
  const { fleet } = call.demo
  const reach = agentReach(call, 'agent:restart', asked)
  const result = new ListResult(texts)
  const wanted = new Set(reach.ids)
  if (wanted.delete('000')) result.fail('000', failures.isManager)
  for (const id of wanted) {
    if (exactRow(fleet, id) === undefined) result.fail(id, failures.noAgent)
  }
  const sent: number[] = []
  for (const row of tableRows(fleet, [...wanted])) {
    if (isActive(call, row)) sent.push(row)
    else result.fail(idAt(fleet, row), failures.notActive)
  }
  affect(call, result, sent)
  fleet.interrupt(sent, 'restart')
  reach.close(result, forgiven)
  return result
}

function isActive(call: Call, row: number): boolean {
  return call.demo.fleet.columns().connection_status.read(row) === 'active'
}

/** Agents older than 4.3 ignore the message. */
function understandsReconnect(call: Call, row: number): boolean {
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(String(call.demo.fleet.columns().version.read(row))) ?? []
  return major === undefined || Number(major) * 1000 + Number(minor) >= 4003
}

function affect(call: Call, result: ListResult, rows: readonly number[]): void {
  result.items = rows.map((row) => idAt(call.demo.fleet, row)).sort((a, b) => Number(a) - Number(b))
  result.total = rows.length
}

function reply(call: Call, result: ListResult) {
  return jsonReply(result.render(), flagValue(call, 'pretty'))
}
