import { denied, namedRights } from '../security/rbac.ts'
import { pathParameters } from '../spec/parameters.ts'
import { readingParameters } from '../spec/reading-parameters.ts'
import { type Endpoint, listValue } from '../wire/call.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { pageQuery, replyAgents } from './agent-list.ts'

/** `GET /groups/{group_id}/agents`: the group's agents that the caller may read. */
export const groupAgents: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.groupAgents,
  path: [pathParameters.group],
  handle(call) {
    const group = call.captures.get('group_id') ?? ''
    const rights = namedRights(call.policies, call.demo.rbacMode, 'group:read', 'group:id')
    if (!rights.has(group)) throw denied('group:id')
    if (!call.demo.fleet.groups().some(({ name }) => name === group)) throw new ManagerError(1710, undefined, 'missing')
    const query = pageQuery(call)
    const status = listValue(call, 'status')
    const filters = new Map(status ? [['status', status]] : [])
    return replyAgents(call, { ...query, filters, q: `group=${group}${query.q === '' ? '' : `;(${query.q})`}` })
  },
}
