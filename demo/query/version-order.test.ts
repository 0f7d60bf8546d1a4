import { describe, expect, it } from 'vitest'
import { ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { parseSort } from './sort.ts'
import { resortByVersion } from './version-order.ts'

const page: JsonObject[] = [
  { id: '004', name: 'd', version: 'Wazuh v4.14.7' },
  { id: '1024', name: 'B', version: 'Wazuh v4.9.2', group: ['x'] },
  { id: '003', name: 'c' },
  { id: '999', name: 'a', version: 'Wazuh v4.9.2' },
]
const ids = (sort: string, items = page) => resortByVersion(items, parseSort(sort)).map(({ id }) => id)

describe('resortByVersion', () => {
  it('sorts versions by their numbers, none first, and keeps the order of what is alike', () => {
    expect(ids('version')).toEqual(['003', '1024', '999', '004'])
    expect(ids('-version')).toEqual(['004', '1024', '999', '003'])
  })

  it('sorts further fields as texts, ids too, without regard to case', () => {
    expect(ids('version,id')).toEqual(['003', '1024', '999', '004'])
    expect(ids('version,name')).toEqual(['003', '999', '1024', '004'])
    expect(ids('name,version')).toEqual(['999', '1024', '003', '004'])
  })

  it('leaves a page alone that does not show the version, or is not sorted by it', () => {
    expect(
      ids(
        'version',
        page.map(({ id }) => ({ id })),
      ),
    ).toEqual(['004', '1024', '003', '999'])
    expect(ids('name')).toEqual(['004', '1024', '003', '999'])
  })

  it('breaks on something beside nothing, but only where it has to compare them', () => {
    expect(() => ids('version,group')).toThrow(ManagerError)
    expect(ids('version,os.name')).toEqual(['003', '1024', '999', '004'])
    expect(ids('id,group,version')).toEqual(['003', '004', '1024', '999'])
  })
})
