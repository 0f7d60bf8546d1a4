import { parameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { jsonReply } from '../wire/reply.ts'

/** `GET /security/users/me`. */
export const usersMe: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    const { account, roles } = call
    const item = {
      id: account.id,
      username: account.username,
      allow_run_as: account.allowRunAs,
      roles: roles.map((role) => ({
        id: role.id,
        name: role.name,
        policies: role.policies.map(({ id, name, actions, resources, effect }) => ({
          id,
          name,
          policy: { actions, resources, effect },
        })),
        rules: role.rules.map(({ id, name, rule }) => ({ id, name, rule })),
      })),
    }
    const data = { affected_items: [item], total_affected_items: 1, total_failed_items: 0, failed_items: [] }
    return jsonReply({ data, message: 'Current user information was returned', error: 0 }, flagValue(call, 'pretty'))
  },
}

/** `GET /security/users/me/policies`: what the caller may do, flattened. */
export const usersMePolicies: Endpoint = {
  auth: 'bearer',
  parameters: parameters.pretty,
  handle(call) {
    const actions = [...call.policies].map(([action, resources]) => [action, Object.fromEntries(resources)] as const)
    const data = { ...Object.fromEntries(actions), rbac_mode: call.demo.rbacMode }
    const message = 'Current user processed policies information was returned'
    return jsonReply({ data, message, error: 0 }, flagValue(call, 'pretty'))
  },
}
