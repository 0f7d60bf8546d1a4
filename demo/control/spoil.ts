import { isJsonObject, type Json, type JsonObject, pythonJson } from '../wire/python-json.ts'
import type { Reply } from '../wire/reply.ts'
import type { Fault } from './faults.ts'

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
    case 'lying-total':
      return withData(reply, (data) => ({ ...data, total_affected_items: Number(data.total_affected_items ?? 0) + fault.by }))
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

function garbage(reply: Reply, kind: Extract<Fault, { kind: 'garbage' }>['as']): Reply {
  switch (kind) {
    case 'html':
      return { ...reply, headers: { 'content-type': 'text/html' }, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' }
    case 'truncated':
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) }
    case 'wrong-type':
      return { ...reply, body: pythonJson({ data: 'none', error: 'zero' }) }
    case 'empty':
      return { ...reply, body: '' }
    case 'bad-utf8':
      // Text can't hold a byte that is no UTF-8; the server puts it in when it writes.
      return reply
  }
}

function withItems(reply: Reply, change: (items: JsonObject[]) => Json[]): Reply {
  return withData(reply, (data) => ('affected_items' in data ? { ...data, affected_items: change(itemsOf(data)) } : data))
}

function withData(reply: Reply, change: (data: JsonObject) => JsonObject): Reply {
  const body: Json = JSON.parse(reply.body)
  if (!isJsonObject(body) || !isJsonObject(body.data)) return reply
  return { ...reply, body: pythonJson({ ...body, data: change(body.data) }) }
}

function itemsOf(data: JsonObject): JsonObject[] {
  return Array.isArray(data.affected_items) ? data.affected_items.filter(isJsonObject) : []
}
