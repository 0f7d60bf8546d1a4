import { requireResourceless } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { jsonReply } from '../wire/reply.ts'

/** `GET /agents/uninstall`: only whether the caller may; nothing is uninstalled. */
export const uninstallPermission: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireResourceless(call.policies, call.demo.rbacMode, 'agent:uninstall')
    return jsonReply({ message: 'User has permission to uninstall agents', error: 0 }, flagValue(call, 'pretty'))
  },
}
