import { requireResourceless } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'

/** `GET /cluster/status`: the demo is one manager without a cluster. */
export const clusterStatus: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireResourceless(call.policies, call.demo.rbacMode, 'cluster:status')
    return jsonReply({ data: { enabled: 'no', running: 'no' }, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** `GET /cluster/nodes`. */
export const clusterNodes: Endpoint = { auth: 'bearer', parameters: parameters.clusterNodes, handle: refuse }

/** `GET /cluster/local/info`. */
export const clusterLocalInfo: Endpoint = { auth: 'bearer', parameters: parameters.common, handle: refuse }

function refuse(): never {
  throw new ManagerError(3013)
}
