import { agentTest } from '../query/agents-query.ts'
import { changingParameters } from '../spec/changing-parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { pythonRepr } from '../wire/python-repr.ts'
import { jsonReply } from '../wire/reply.ts'
import { agentReach, exactRow, idAt } from './agent-reach.ts'
import { readRequirements } from './agent-requirements.ts'
import { failures } from './failures.ts'

/** `DELETE /agents`. */
export const deleteAgents: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.deleteAgents,
  handle(call) {
    const { fleet } = call.demo
    const listed = listValue(call, 'agents_list') ?? []
    const reach = agentReach(call, 'agent:delete', listed.includes('all') ? undefined : listed)
    const result = new ListResult({
      all: 'All selected agents were deleted',
      some: 'Some agents were not deleted',
      none: 'No agents were deleted',
    })
    const filter = readFilter(call)
    const wanted = new Set(reach.ids)
    if (wanted.delete('000')) result.fail('000', failures.isManager)
    const gone: number[] = []
    const unmet = new ManagerError(1731, `some of the requirements are not met -> ${filter.description}`)
    // Without any agent in reach, nobody looks at the filters either.
    const meets = reach.ids.length > 0 ? agentTest(filter, fleet.columns(), call.nowSeconds) : () => false
    for (const id of wanted) {
      const row = exactRow(fleet, id)
      if (row === undefined) result.fail(id, failures.noAgent)
      else if (meets(row)) gone.push(row)
      else result.fail(id, unmet)
    }
    result.items = gone.map((row) => idAt(fleet, row)).sort((a, b) => Number(a) - Number(b))
    result.total = gone.length
    fleet.removeRows(gone)
    reach.close(result, [1701, 1703, 1731])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

function readFilter(call: Call) {
  const olderThan = textValue(call, 'older_than') ?? '7d'
  const status = listValue(call, 'status') ?? []
  const { filters, q, told } = readRequirements(call)
  const description = told([`status: ${pythonRepr(status)}`, `older_than: ${olderThan}`])
  return { filters: new Map<string, string | readonly string[]>([['status', status], ...filters]), olderThan, q, description }
}
