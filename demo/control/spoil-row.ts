import type { Json, JsonObject } from '../wire/python-json.ts'
import type { BadRow } from './faults.ts'

const megabyte = 'n'.repeat(1_048_576)

/** What becomes of one agent of a page. */
export function spoilRow(item: JsonObject, as: BadRow): Json {
  switch (as) {
    case 'dates':
      return { ...item, dateAdd: 'NaN', lastKeepAlive: '9999-99-99T99:99:99+00:00', disconnection_time: 'never' }
    case 'negative-id':
      return { ...item, id: `-${String(item.id)}` }
    case 'huge-name':
      return { ...item, name: megabyte }
    case 'no-id':
      return Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'id'))
    case 'manager-again':
      return { ...item, id: '000', lastKeepAlive: '9999-12-31T23:59:59+00:00' }
    case 'not-an-object':
      return [null, 7, 'agent']
    case 'wrong-types':
      return { ...item, id: { value: item.id ?? null }, name: 7, status: null, group: 'default', os: [] }
  }
}
