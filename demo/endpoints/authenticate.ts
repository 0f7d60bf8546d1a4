import { rolesForContext } from '../security/auth-context.ts'
import type { Role } from '../security/roles.ts'
import { parameters } from '../spec/parameters.ts'
import type { Call, Endpoint } from '../wire/call.ts'
import { flagValue } from '../wire/call.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { jsonReply, type Reply, textReply } from '../wire/reply.ts'

/** `POST /security/user/authenticate`: a token for a name and a password. */
export const signIn: Endpoint = { auth: 'basic', parameters: parameters.raw, handle: (call) => answerToken(call, call.roles) }

/** `GET /security/user/authenticate`: the same, deprecated. */
export const signInDeprecated: Endpoint = {
  ...signIn,
  deprecatedLink:
    '<https://documentation.wazuh.com/4.14.7/user-manual/api/reference.html#operation/api.controllers.security_controller.login_user>; rel="Deprecated"',
}

/**
 * `POST /security/user/authenticate/run_as`: a token whose roles follow from what the body says of a person.
 * An empty context means the caller's own roles.
 */
export const runAs: Endpoint = {
  auth: 'basic',
  parameters: parameters.raw,
  body: { schema: { type: 'object' } },
  handle(call) {
    const context = call.body
    if (Object.keys(context).length === 0) return answerToken(call, call.roles, context)
    if (!call.account.allowRunAs) throw new ManagerError(6004, undefined, 'permission')
    return answerToken(call, rolesForContext(call.demo.roles, context, call.account.id), context)
  },
}

/** `DELETE /security/user/authenticate`: ends every token of the caller. */
export const signOut: Endpoint = {
  auth: 'bearer',
  parameters: parameters.none,
  handle({ demo, account }) {
    demo.tokens.revoke(account.username)
    return jsonReply({ message: `User ${account.username} was successfully logged out`, error: 0 })
  },
}

async function answerToken(call: Call, roles: readonly Role[], context?: JsonObject): Promise<Reply> {
  const token = await call.demo.tokens.issue({
    username: call.account.username,
    roleIds: roles.map((role) => role.id),
    rbacMode: call.demo.rbacMode,
    ...(context === undefined ? {} : { context }),
  })
  return flagValue(call, 'raw') ? textReply(token) : jsonReply({ data: { token }, error: 0 })
}
