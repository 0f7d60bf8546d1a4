import type { Fleet } from '../fleet/fleet.ts'
import { namedRights } from '../security/rbac.ts'
import { changingParameters } from '../spec/changing-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply, type Reply } from '../wire/reply.ts'
import { agentReach, exactRow, groupReach } from './agent-reach.ts'
import { failures } from './failures.ts'

const MAX_GROUPS = 128
const ASSIGNMENTS = 'group:modify_assignments'
const AGENTS = 'agent:modify_group'

/** `PUT /agents/group`. */
export const assignAgents: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.assignAgents,
  handle: (call) => assign(call, textValue(call, 'group_id') ?? '', listValue(call, 'agents_list')),
}

/** `PUT /agents/{agent_id}/group/{group_id}`. */
export const assignAgent: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.assignAgent,
  path: [pathParameters.agent, pathParameters.group],
  handle: (call) => assign(call, call.captures.get('group_id') ?? '', [call.captures.get('agent_id') ?? '']),
}

/** `DELETE /agents/{agent_id}/group/{group_id}`. */
export const removeFromGroup: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  path: [pathParameters.agent, pathParameters.group],
  handle(call) {
    const [group, id] = [call.captures.get('group_id') ?? '', call.captures.get('agent_id') ?? '']
    groupReach(call, ASSIGNMENTS, [group])
    agentReach(call, AGENTS, [id])
    const row = requireAgent(call.demo.fleet, id)
    requireGroup(call.demo.fleet, group)
    const changes = openChanges(call.demo.fleet)
    const isLast = changes.leave(row, group)
    changes.write()
    const message = `Agent '${id}' removed from '${group}'.${isLast ? ' Agent reassigned to group default.' : ''}`
    return jsonReply({ message, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** `DELETE /agents/{agent_id}/group`. */
export const removeFromGroups: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.removeFromGroups,
  path: [pathParameters.agent],
  handle(call) {
    const { fleet } = call.demo
    const id = call.captures.get('agent_id') ?? ''
    agentReach(call, AGENTS, [id])
    const reach = groupReach(call, ASSIGNMENTS, listValue(call, 'groups_list'))
    const result = new ListResult({
      all: 'Specified agent was removed from returned groups',
      some: 'Specified agent was not removed from some groups',
      none: 'Specified agent was not removed from any group',
    })
    const row = requireAgent(fleet, id)
    const changes = openChanges(fleet)
    const left: string[] = []
    for (const group of defaultLast(reach.ids)) {
      attempt(result, group, () => {
        requireGroup(fleet, group)
        changes.leave(row, group)
        left.push(group)
      })
    }
    changes.write()
    result.items = left.sort()
    result.total = left.length
    reach.close(result, [1710, 1734, 1745])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** `DELETE /agents/group`. */
export const removeAgents: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.removeAgents,
  handle(call) {
    const { fleet } = call.demo
    const group = textValue(call, 'group_id') ?? ''
    const listed = listValue(call, 'agents_list') ?? []
    groupReach(call, ASSIGNMENTS, [group])
    const reach = agentReach(call, AGENTS, listed.includes('all') ? undefined : listed)
    const result = new ListResult({
      all: `All selected agents were removed from group ${group}`,
      some: `Some agents were not removed from group ${group}`,
      none: `No agent was removed from group ${group}`,
    })
    requireGroup(fleet, group)
    const changes = openChanges(fleet)
    const gone: string[] = []
    for (const id of reach.ids) {
      attempt(result, id, () => {
        changes.leave(requireAgent(fleet, id), group)
        gone.push(id)
      })
    }
    changes.write()
    affect(result, gone)
    reach.close(result, [1701, 1703, 1734])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** @throws ManagerError 4000, 1722, 1710 */
function assign(call: Call, group: string, asked: readonly string[] | undefined): Reply {
  const { fleet, rbacMode } = call.demo
  const isForced = flagValue(call, 'force_single_group')
  groupReach(call, ASSIGNMENTS, [group])
  const reach = agentReach(call, AGENTS, asked)
  const suffix = isForced ? ' and removed from the other groups' : ''
  const result = new ListResult({
    all: `All selected agents were assigned to ${group}${suffix}`,
    some: `Some agents were not assigned to ${group}${suffix}`,
    none: `No agents were assigned to ${group}`,
  })
  // The one place where the name's form is looked at again, and a line break at its end found.
  if (group.endsWith('\n')) throw new ManagerError(1722)
  requireGroup(fleet, group)
  const rights = namedRights(call.policies, rbacMode, ASSIGNMENTS, 'group:id')
  const replaceable = new Set(fleet.groups().flatMap(({ name }) => (rights.has(name) ? [name] : [])))
  const changes = openChanges(fleet)
  const done: string[] = []
  for (const id of new Set(reach.ids)) {
    attempt(result, id, () => {
      const row = requireAgent(fleet, id)
      const groups = changes.groupsOf(row)
      if (isForced && !groups.every((name) => replaceable.has(name))) throw failures.notReplaceable
      if (!isForced && groups.includes(group)) throw failures.alreadyMember
      if (groups.length >= MAX_GROUPS) throw failures.tooManyGroups
      changes.put(row, isForced ? [group] : [...groups, group])
      done.push(id)
    })
  }
  changes.write()
  affect(result, done)
  reach.close(result, [1701, 1703, 1751, 1752])
  return jsonReply(result.render(), flagValue(call, 'pretty'))
}

/** The groups of agents as a call changes them one by one; written down all at once. */
function openChanges(fleet: Fleet) {
  const { group: column } = fleet.columns()
  const changed = new Map<number, readonly string[]>()
  const groupsOf = (row: number): readonly string[] => {
    const list = column.read(row)
    return changed.get(row) ?? (typeof list === 'string' && list !== '' ? list.split(',') : [])
  }
  const put = (row: number, groups: readonly string[]) => changed.set(row, groups)
  return {
    groupsOf,
    put,
    /**
     * Takes an agent out of a group; true when it was its last one, so that it goes back to `default`.
     * @throws ManagerError 1734, 1745
     */
    leave(row: number, group: string): boolean {
      const groups = groupsOf(row)
      if (!groups.includes(group)) throw failures.notMember
      const left = groups.filter((other) => other !== group)
      if (left.length === 0 && group === 'default') throw failures.onlyDefault
      put(row, left.length === 0 ? ['default'] : left)
      return left.length === 0
    },
    write: () => fleet.regroup(changed),
  }
}

/** Counts an error of the manager as the failure of one item. */
function attempt(result: ListResult, item: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof ManagerError)) throw error
    result.fail(item, error)
  }
}

/** @throws ManagerError 1701, 1703 */
function requireAgent(fleet: Fleet, id: string): number {
  if (id === '000') throw failures.isManager
  const row = exactRow(fleet, id)
  if (row === undefined) throw failures.noAgent
  return row
}

/** @throws ManagerError 1710 */
function requireGroup(fleet: Fleet, group: string): void {
  if (!fleet.groups().some(({ name }) => name === group)) throw failures.noGroup
}

/** An agent that leaves all its groups goes back to `default`, so that one is tried last. */
function defaultLast(groups: readonly string[]): string[] {
  const place = groups.indexOf('default')
  return place < 0 ? [...groups] : [...groups.slice(0, place), ...groups.slice(place + 1), 'default']
}

function affect(result: ListResult, ids: string[]): void {
  result.items = ids.sort((a, b) => Number(a) - Number(b))
  result.total = ids.length
}
