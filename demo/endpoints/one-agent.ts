import { agentRights, denied } from '../security/rbac.ts'
import type { Call } from '../wire/call.ts'

/**
 * The id in the path of a call about one agent.
 * @throws ManagerError 4000 when the caller may not do this with it
 */
export function permittedAgent(call: Call, action: string): string {
  const id = call.captures.get('agent_id') ?? ''
  const rights = agentRights(call.policies, call.demo.rbacMode, action, call.demo.fleet)
  if (!rights.has(id)) throw denied('agent:id')
  return id
}
