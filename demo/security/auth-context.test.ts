import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../wire/python-json.ts'
import { rolesForContext } from './auth-context.ts'
import type { Role } from './roles.ts'

const role = (rule: JsonObject, id = 100): Role => ({ id: 100, name: 'r', policies: [], rules: [{ id, name: 'x', rule }] })
const fits = (rule: JsonObject, context: JsonObject) => rolesForContext([role(rule)], context, 100).length === 1

const context: JsonObject = {
  user: 'ann',
  office: ['20', '21', '30'],
  auth: { name: 'Bill', areas: [{ name: 'east', level: 3 }] },
}

describe('rules of roles against a context', () => {
  it.each<[JsonObject, boolean]>([
    [{ MATCH: { user: 'ann' } }, true],
    [{ MATCH: { user: 'bob' } }, false],
    [{ MATCH: { name: 'Bill' } }, false],
    [{ FIND: { name: 'Bill' } }, true],
    [{ FIND: { name: 'east' } }, true],
    [{ FIND: { level: 3, name: 'east' } }, true],
    [{ MATCH: { office: ['21'] } }, true],
    [{ MATCH$: { office: ['21'] } }, false],
    [{ MATCH$: { office: ['30', '21', '20'] } }, true],
    [{ MATCH: { office: '30' } }, true],
    [{ FIND$: { office: '30' } }, false],
    [{ MATCH: { user: "r'^a.n$'" } }, true],
    [{ MATCH: { "r'^us.*r$'": 'ann' } }, true],
    [{ MATCH: { office: ["r'^3$'"] } }, true],
    [{ AND: [{ MATCH: { user: 'ann' } }, { FIND: { name: 'east' } }] }, true],
    [{ AND: [{ MATCH: { user: 'ann' } }, { FIND: { name: 'west' } }] }, false],
    [{ OR: [{ MATCH: { user: 'bob' } }, { FIND: { name: 'east' } }] }, true],
    [{ NOT: { MATCH: { user: 'bob' } } }, true],
    [{ NOT: { MATCH: { user: 'ann' } } }, false],
    [{ AND: [{ NOT: { FIND: { name: 'west' } } }, { MATCH: { user: 'ann' } }] }, true],
    [{ NONSENSE: { user: 'ann' } }, false],
  ])('%j: %s', (rule, expected) => {
    expect(fits(rule, context)).toBe(expected)
  })

  it('counts the rules the manager brings along only for its dashboard', () => {
    const own = role({ FIND: { user: 'ann' } }, 1)
    expect(rolesForContext([own], context, 1)).toEqual([])
    expect(rolesForContext([own], context, 2)).toEqual([own])
  })
})
