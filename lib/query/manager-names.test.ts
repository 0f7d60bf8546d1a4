import { expect, test } from 'vitest'
import { doubtfulManager, unknownManagers } from './manager-names.ts'
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

test('the managers that nobody is called are named once each, in the spelling of the query', () => {
  const unknown = (text: string) => {
    const parsed = parseQuery(text)
    return parsed.ok ? unknownManagers(parsed.expr, MANAGERS) : null
  }
  expect(unknown('manager=Oslo or (id=1 and not manager!=OSLO) or manager in (berlin, "São Paulo")')).toEqual([
    'Oslo',
    'São Paulo',
  ])
  expect(unknown('manager!=oslo')).toEqual(['oslo'])
  for (const text of ['manager=EMEA', 'manager=lyon', 'manager~oslo', 'manager>oslo', 'name=oslo', 'oslo', ''])
    expect(unknown(text), text).toEqual([])
})
