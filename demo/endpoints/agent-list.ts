import { type AgentsQuery, queryAgents } from '../query/agents-query.ts'
import { parseSort } from '../query/sort.ts'
import { type Call, flagValue, listValue, numberValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { jsonReply, type Reply } from '../wire/reply.ts'
import { readableAgents } from './narrow.ts'

/** The texts of every list of agents. */
export function agentList(): ListResult {
  return new ListResult({
    all: 'All selected agents information was returned',
    some: 'Some agents information was not returned',
    none: 'No agent information was returned',
  })
}

/** What a call says about page, order, search and fields. */
export function pageQuery(call: Call): AgentsQuery {
  const select = listValue(call, 'select')
  return {
    ...page(call),
    ...(select === undefined ? {} : { select }),
    q: textValue(call, 'q') ?? '',
    distinct: flagValue(call, 'distinct'),
  }
}

/** Offset, limit, sort and search of a call. */
export function page(call: Call): Pick<AgentsQuery, 'offset' | 'limit' | 'sort' | 'search'> {
  const sort = textValue(call, 'sort')
  const search = textValue(call, 'search')
  const negated = search?.startsWith('-') === true
  return {
    offset: numberValue(call, 'offset', 0),
    limit: numberValue(call, 'limit', 500),
    ...(sort === undefined ? {} : { sort: parseSort(sort) }),
    ...(search === undefined ? {} : { search: { text: negated ? search.slice(1) : search, negated } }),
  }
}

/**
 * Answers with the agents that match, as far as the caller may read them.
 * @param asked ids the caller named, which may fail one by one
 */
export function replyAgents(call: Call, query: AgentsQuery, asked?: readonly string[]): Reply {
  const result = agentList()
  const scope = readableAgents(call, asked, result)
  if (scope) {
    const { items, total } = queryAgents(call.demo.fleet, { ...query, ...scope }, call.nowSeconds)
    result.items = items
    result.total = total
  }
  return jsonReply(result.render(), flagValue(call, 'pretty'))
}
