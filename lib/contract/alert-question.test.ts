import { describe, expect, it } from 'vitest'
import { readAlert, readQuestion } from './alert-question.ts'

const question = {
  id: '001',
  name: 'fra-sql-07',
  ip: '10.10.4.17',
  manager: 'emea-worker-01',
  cluster: 'emea',
  at: '2026-11-21T08:41:12.345+0000',
}
const alert = {
  timestamp: question.at,
  rule: { level: 5, id: '60122' },
  agent: { id: '001', name: 'fra-sql-07', ip: '10.10.4.17' },
  manager: { name: 'emea-worker-01' },
  cluster: { name: 'emea', node: 'x' },
}
const flat = {
  '@timestamp': question.at,
  'agent.id': '001',
  'agent.name': 'fra-sql-07',
  'agent.ip': '10.10.4.17',
  'manager.name': 'emea-worker-01',
  'cluster.name': 'emea',
}
const lists = Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, [value]]))

describe('readAlert', () => {
  it.each([
    ['as the manager writes it', alert],
    ['with flattened keys', flat],
    ['as a search hit', { _index: 'alerts', _id: 'x', _source: alert }],
    ['as fields of a search hit', { _index: 'alerts', fields: lists }],
    ['as the only one of a list', [{ _source: flat }]],
    ['as an integration sends it', { all_fields: alert, title: 'x' }],
  ])('reads an alert %s', (_, json) => {
    expect(readAlert(json)).toEqual({ ok: true, question })
  })

  it('takes numbers as text and keeps what is missing missing', () => {
    expect(readAlert({ agent: { id: 1 }, timestamp: 1795251600 })).toEqual({
      ok: true,
      question: { id: '1', name: null, ip: null, manager: null, cluster: null, at: '1795251600' },
    })
  })

  it.each([
    [null, 'no_object'],
    ['001', 'no_object'],
    [[], 'no_object'],
    [[alert, alert], 'no_object'],
    [{}, 'no_agent'],
    [{ agent: 'x' }, 'no_agent'],
    [{ agent: { id: '', name: ' ' } }, 'no_agent'],
    [{ agent: { id: { $gt: 0 }, name: null, ip: true } }, 'no_agent'],
    [{ agent: { name: 'x'.repeat(257) } }, 'too_long'],
    [JSON.parse('{"__proto__": {"agent": {"id": "001"}}}'), 'no_agent'],
    [JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`), 'too_deep'],
  ])('refuses %#', (json, problem) => {
    expect(readAlert(json)).toMatchObject({ ok: false, problem })
  })
})

describe('readQuestion', () => {
  it('takes what a link says', () => {
    expect(readQuestion({ id: '001', at: ' ', name: '' })).toMatchObject({
      ok: true,
      question: { id: '001', name: null, at: null },
    })
    expect(readQuestion({ manager: 'emea' })).toMatchObject({ ok: false, problem: 'no_agent' })
  })
})
