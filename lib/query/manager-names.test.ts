import { expect, test } from 'vitest'
import { doubtfulManager } from './manager-names.ts'
import { parseQuery } from './parse.ts'

const MANAGERS = [
  { id: 'berlin', name: 'Berlin' },
  { id: 'emea', name: 'Zürich' },
  { id: 'zürich', name: 'Lyon' },
]

function of(text: string) {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  const doubt = doubtfulManager(parsed.expr, MANAGERS)
  return doubt && [text.slice(doubt.span.start, doubt.span.end), doubt.meant.map(({ id }) => id).join()]
}

test.each(['manager=ZÜRICH', 'name=x and not manager!="zürich"', 'id=1 or (id=2 and manager=zürich)'])(
  'a text that is the name of one manager and the id of another is in doubt, at its place: %s',
  (text) => expect(of(text)).toEqual([expect.stringMatching(/^"?zürich"?$/i), 'emea,zürich']),
)

test('it is in doubt in a list as well', () => {
  expect(of('manager in (berlin, zürich)')?.[1]).toBe('emea,zürich')
})

test.each([
  'manager=berlin',
  'manager=BERLIN',
  'manager~zürich',
  'manager>zürich',
  'name=zürich',
  'zürich',
  'manager=nobody',
  '',
])('what means one manager, or asks for a part of names, is not: %s', (text) => expect(of(text)).toBeNull())
