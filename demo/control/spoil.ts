import { isJsonObject, type Json, type JsonObject, pythonJson } from '../wire/python-json.ts'
import type { Reply } from '../wire/reply.ts'
import type { Fault, Garbage } from './faults.ts'
import { spoilRow } from './spoil-row.ts'

/** Applies the faults that change an answer after it was made; the others leave it alone. */
export function spoil(reply: Reply, faults: readonly Fault[]): Reply {
  return faults.reduce(spoilReply, reply)
}

function spoilReply(reply: Reply, fault: Fault): Reply {
  if (fault.kind === 'garbage') return garbage(reply, fault.as)
  if (reply.status !== 200) return reply
  switch (fault.kind) {
    case 'unknown-status':
      return withItems(reply, (items) => items.map((item, index) => (index % 7 === 3 ? { ...item, status: 'meditating' } : item)))
    case 'bad-rows': {
      const every = fault.every ?? 7
      return withItems(reply, (items) => items.map((item, at) => (at % every === every - 1 ? spoilRow(item, fault.as) : item)))
    }
    case 'lying-total':
      return withData(reply, (data) => ({ ...data, total_affected_items: Number(data.total_affected_items ?? 0) + fault.by }))
    case 'lying-summary':
      return withData(reply, ({ connection, ...rest }) =>
        isJsonObject(connection) ? { connection: moreActive(connection, fault.by), ...rest } : { connection, ...rest },
      )
    case 'empty-page':
      return withItems(reply, () => [])
    case 'missing-half':
      return withData(reply, (data) => ({
        ...data,
        affected_items: itemsOf(data).filter((item) => Number(item.id) % 2 === 0),
        total_affected_items: Math.ceil(Number(data.total_affected_items ?? 0) / 2),
      }))
    default:
      return reply
  }
}

function garbage(reply: Reply, kind: Garbage): Reply {
  switch (kind) {
    case 'html':
      return { ...reply, headers: { 'content-type': 'text/html' }, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' }
    case 'wrong-content-type':
      return { ...reply, headers: { 'content-type': 'text/html' } }
    case 'truncated':
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) }
    case 'wrong-type':
      return { ...reply, body: pythonJson({ data: 'none', error: 'zero' }) }
    case 'empty':
      return { ...reply, body: '' }
    case 'duplicate-keys':
      return {
        ...reply,
        body: reply.body.replace('{"data": ', '{"data": {}, "data": ').replace(/"id": "/g, '"id": "000", "id": "'),
      }
    case 'deep':
      return { ...reply, body: `{"data": {"affected_items": ${'['.repeat(10_000)}${']'.repeat(10_000)}}, "error": 0}` }
    case 'bad-utf8':
      // Text can't hold a byte that is no UTF-8; the server puts it in when it writes.
      return reply
  }
}

function moreActive(connection: JsonObject, by: number): JsonObject {
  return { ...connection, active: Number(connection.active ?? 0) + by, total: Number(connection.total ?? 0) + by }
}

function withItems(reply: Reply, change: (items: JsonObject[]) => Json[]): Reply {
  return withData(reply, (data) => ('affected_items' in data ? { ...data, affected_items: change(itemsOf(data)) } : data))
}

function withData(reply: Reply, change: (data: JsonObject) => JsonObject): Reply {
  if (!reply.body.startsWith('{')) return reply
  const body: Json = JSON.parse(reply.body)
  if (!isJsonObject(body) || !isJsonObject(body.data)) return reply
  return { ...reply, body: pythonJson({ ...body, data: change(body.data) }) }
}

function itemsOf(data: JsonObject): JsonObject[] {
  return Array.isArray(data.affected_items) ? data.affected_items.filter(isJsonObject) : []
}
