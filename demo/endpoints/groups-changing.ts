import { requireResourceless } from '../security/rbac.ts'
import { changingBodies, changingParameters } from '../spec/changing-parameters.ts'
import { type Endpoint, flagValue, listValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { groupReach } from './agent-reach.ts'
import { failures } from './failures.ts'

/** Files that lie where the manager keeps the folders of its groups. */
const sharedFiles = new Set(['agent-template.conf', 'ar.conf'])

/** `POST /groups`. */
export const createGroup: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  body: changingBodies.createGroup,
  handle(call) {
    requireResourceless(call.policies, call.demo.rbacMode, 'group:create')
    const { fleet } = call.demo
    const name = String(call.body.group_id)
    if (!/^(?!(?:\.{1,2}|all)$)[A-Za-z0-9.\-_]+$/.test(name)) throw new ManagerError(1722)
    if (sharedFiles.has(name)) throw new ManagerError(1713, name)
    const isTaken = name.toLowerCase() === 'default' || fleet.groups().some((group) => group.name === name)
    if (isTaken) throw new ManagerError(1711, name)
    fleet.createGroup(name)
    return jsonReply({ message: `Group '${name}' created.`, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** `DELETE /groups`. */
export const deleteGroups: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.deleteGroups,
  handle(call) {
    const { fleet } = call.demo
    const listed = listValue(call, 'groups_list') ?? []
    const reach = groupReach(call, 'group:delete', listed.includes('all') ? undefined : listed)
    const result = new ListResult({
      all: 'All selected groups were deleted',
      some: 'Some groups were not deleted',
      none: 'No group was deleted',
    })
    const known = new Set(fleet.groups().map(({ name }) => name))
    const deleted: string[] = []
    for (const name of reach.ids) {
      if (!known.has(name)) result.fail(name, failures.noGroup)
      else if (name === 'default') result.fail(name, failures.isDefault)
      else deleted.push(name)
    }
    for (const name of new Set(deleted)) fleet.deleteGroup(name)
    result.items = deleted
    result.total = deleted.length
    reach.close(result, [1710, 1712])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}
