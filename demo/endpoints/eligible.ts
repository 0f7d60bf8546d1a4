import { type AgentView, findListed } from '../agent/agent-view.ts'
import { agentTest } from '../query/agents-query.ts'
import type { Call } from '../wire/call.ts'
import type { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { idAt, type Reach } from './agent-reach.ts'
import { readRequirements } from './agent-requirements.ts'
import { narrow } from './narrow.ts'

/** The agents a call is about, in order of id; what keeps out the others is put into the failures. */
export function eligible(call: Call, reach: Reach, result: ListResult): AgentView[] {
  const { fleet } = call.demo
  if (reach.ids.length === 0) return []
  const { filters, q, told } = readRequirements(call)
  const description = told()
  const { connection_status: status } = fleet.columns()
  const test = agentTest({ filters, q, rights: narrow(fleet, reach.ids) }, fleet.columns(), call.nowSeconds)
  const matching = new Set<string>()
  const inactive = new Set<string>()
  for (const row of fleet.rows()) {
    if (!test(row)) continue
    const id = idAt(fleet, row)
    matching.add(id)
    // An "or" in `q` reaches past the ids that were asked for, and so does this failure.
    if (status.read(row) !== 'active') inactive.add(id)
  }
  for (const id of inactive) result.fail(id, new ManagerError(1707))
  const wanted = new Set(reach.ids)
  if (wanted.delete('000')) result.fail('000', new ManagerError(1703))
  const agents: AgentView[] = []
  for (const id of wanted) {
    const agent = findListed(fleet, id, call.nowSeconds)
    if (!agent) result.fail(id, new ManagerError(1701, undefined, 'missing'))
    else if (!matching.has(id)) result.fail(id, new ManagerError(1731, `some of the requirements are not met -> ${description}`))
    else if (!inactive.has(id)) agents.push(agent)
  }
  return agents.sort((a, b) => a.number - b.number)
}
