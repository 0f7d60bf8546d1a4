import { expect, it } from 'vitest'
import { inScope, type ManagerScope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { parseQuery } from './parse.ts'
import { joinScopes, scopeOfFilter } from './scope-of-filter.ts'

function scopeOf(text: string): ManagerScope | null {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return scopeOfFilter(parsed.expr)
}

const AGENTS = [
  { id: '001', groups: ['north'] },
  { id: '002', groups: ['south', 'web'] },
  { id: '003', groups: [] },
  { id: '000', groups: ['north'] },
]
const seen = (own: ManagerScope | null) =>
  own &&
  AGENTS.filter(({ id, groups }) =>
    inScope({ kind: 'limited', managers: new Map([['main', own]]) }, { manager: 'main', id, groups }),
  ).map(({ id }) => id)

it.each([
  ['group=north', ['001']],
  ['group=north,group=web', ['001', '002']],
  ['group in (north, south)', ['001', '002']],
  ['id=3 or group=north', ['001', '003']],
  ['id=000', []],
  ['group=nobody', []],
])('%s shows %j', (text, ids) => {
  expect(seen(scopeOf(text))).toEqual(ids)
})

it.each([
  'status=active',
  'group!=north',
  'group~nor',
  'group=north;id=1',
  'not group=north',
  'north',
  'group=null',
  'id>1',
  'group=a or os=x',
])('%s is refused: it may mean something else tomorrow, or in the past', (text) => expect(scopeOf(text)).toBeNull())

it('shows both of two, and everything with everything', () => {
  const [north, single] = [scopeOf('group=north'), scopeOf('id=2')]
  if (!north || !single) throw new Error('no scope')
  expect(seen(joinScopes(north, single))).toEqual(['001', '002'])
  expect(joinScopes(north, WHOLE_MANAGER)).toEqual(WHOLE_MANAGER)
  expect(joinScopes(WHOLE_MANAGER, north)).toEqual(WHOLE_MANAGER)
})
