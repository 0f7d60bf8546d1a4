import { parameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { jsonReply } from '../wire/reply.ts'

/** `GET /`: who answers, in which version, and what time it is there. */
export const root: Endpoint = {
  auth: 'bearer',
  parameters: parameters.pretty,
  handle(call) {
    const data = {
      title: 'Wazuh API REST',
      api_version: call.demo.apiVersion,
      revision: 'rc1',
      license_name: 'GPL 2.0',
      license_url: 'https://github.com/wazuh/wazuh/blob/v4.14.7/LICENSE',
      hostname: call.demo.fleet.identity.hostname,
      timestamp: `${new Date(call.nowSeconds * 1000).toISOString().slice(0, 19)}Z`,
    }
    return jsonReply({ data, error: 0 }, flagValue(call, 'pretty'))
  },
}
