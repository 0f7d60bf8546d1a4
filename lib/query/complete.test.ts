import { describe, expect, it } from 'vitest'
import { matchingFields, mayBecomeField, operatorsOf, placeAt, withChoice, wordOf } from './complete.ts'
import { FIELD_NOTES } from './field-notes.ts'
import { FIELD_NAMES } from './fields.ts'
import { parseQuery } from './parse.ts'

/** The place at `|`. */
function place(marked: string) {
  const caret = marked.indexOf('|')
  return placeAt(marked.replace('|', ''), caret)
}

describe('placeAt', () => {
  it.each([
    ['|', { kind: 'field', text: '' }],
    ['sta|', { kind: 'field', text: 'sta', span: { start: 0, end: 3 } }],
    ['status=active gro|', { kind: 'field', text: 'gro' }],
    ['status=active |', { kind: 'field', text: '' }],
    ['(sta|', { kind: 'field', text: 'sta' }],
    ['not sta|', { kind: 'field', text: 'sta' }],
    ['status |', { kind: 'operator', field: 'status' }],
    ['group n|', { kind: 'operator', field: 'group', text: 'n' }],
    ['status=|', { kind: 'value', field: 'status', text: '', span: { start: 7, end: 7 } }],
    ['status=disc|', { kind: 'value', field: 'status', operator: '=', text: 'disc', span: { start: 7, end: 11 } }],
    ['web and sync != |', { kind: 'value', field: 'group_config_status', operator: '!=' }],
    ['sync="not sy|', { kind: 'value', field: 'group_config_status', text: 'not sy', span: { start: 5, end: 12 } }],
    ['group in (|', { kind: 'value', field: 'group', operator: '=', text: '' }],
    ['group not in (default, win|', { kind: 'value', field: 'group', text: 'win' }],
    ['group in (a, "b c",|', { kind: 'value', field: 'group', text: '' }],
    ['nothing=|', { kind: 'field' }],
    ['name~a*|', { kind: 'field' }],
    ['status=act|ive', { kind: 'value', text: 'act', span: { start: 7, end: 10 } }],
  ])('%s', (marked, expected) => {
    expect(place(marked)).toMatchObject(expected)
  })
})

describe('withChoice', () => {
  it('puts a value in quotes where it needs them, and a space after it', () => {
    expect(withChoice('sync=no', placeAt('sync=no', 7), 'not synced')).toEqual({ text: 'sync="not synced" ', caret: 18 })
    expect(withChoice('sync="no', placeAt('sync="no', 8), 'synced').text).toBe('sync=synced ')
    expect(withChoice('st web', placeAt('st web', 2), 'status=')).toEqual({ text: 'status= web', caret: 7 })
  })
})

it('offers fields by name, alias and label, best first', () => {
  expect(matchingFields('sync')[0]).toBe('group_config_status')
  expect(matchingFields('os').slice(0, 1)).toEqual(['os.name'])
  expect(matchingFields('zzz')).toEqual([])
  expect(matchingFields('')).toEqual(FIELD_NAMES)
})

it('tells the beginning of a field from a word', () => {
  expect(['sta', 'web and os', 'OS.', 'sync'].map(mayBecomeField)).toEqual([true, true, true, true])
  expect(['', 'web', 'status=', 'status=act', 'sta '].map(mayBecomeField)).toEqual([false, false, false, false, false])
  expect([wordOf('group_config_status', 'sy'), wordOf('group_config_status', 'x'), wordOf('os.name', 'os')]).toEqual([
    'sync',
    'group_config_status',
    'os.name',
  ])
})

it('offers every operator of a field once', () => {
  for (const name of FIELD_NAMES) expect(new Set(operatorsOf(name)).size).toBe(operatorsOf(name).length)
})

it('gives examples that can be read', () => {
  for (const name of FIELD_NAMES) expect(parseQuery(FIELD_NOTES[name].example)).toMatchObject({ ok: true })
})
