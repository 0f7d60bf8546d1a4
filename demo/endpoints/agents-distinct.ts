import { countByFields } from '../query/grouping-query.ts'
import { readingParameters } from '../spec/reading-parameters.ts'
import { type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { jsonReply } from '../wire/reply.ts'
import { agentList, page } from './agent-list.ts'
import { readableAgents } from './narrow.ts'

/** `GET /agents/stats/distinct`: how many agents have each combination of values. */
export const agentsDistinct: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.distinct,
  handle(call) {
    const result = agentList()
    const scope = readableAgents(call)
    if (scope) {
      const fields = listValue(call, 'fields')
      const query = { ...page(call), ...scope, q: textValue(call, 'q') ?? '', ...(fields === undefined ? {} : { fields }) }
      const { items, total } = countByFields(call.demo.fleet, query, call.nowSeconds)
      result.items = items
      result.total = total
    }
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}
