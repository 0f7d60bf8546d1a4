import { parameters } from '../spec/parameters.ts'
import type { Call, Endpoint } from '../wire/call.ts'
import { flagValue } from '../wire/call.ts'
import { jsonReply, textReply } from '../wire/reply.ts'

/** `POST /security/user/authenticate`: a token for a name and a password. */
export const signIn: Endpoint = { auth: 'basic', parameters: parameters.raw, handle: answerToken }

/** `GET /security/user/authenticate`: the same, deprecated. */
export const signInDeprecated: Endpoint = {
  auth: 'basic',
  parameters: parameters.raw,
  deprecatedLink:
    '<https://documentation.wazuh.com/4.14.7/user-manual/api/reference.html#operation/api.controllers.security_controller.login_user>; rel="Deprecated"',
  handle: answerToken,
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

async function answerToken(call: Call) {
  const token = await call.demo.tokens.issue(call.account)
  return flagValue(call, 'raw') ? textReply(token) : jsonReply({ data: { token }, error: 0 })
}
