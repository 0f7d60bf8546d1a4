import { describe, expect, it } from 'vitest'
import { listHref } from './list-url.ts'

describe('listHref', () => {
  it('starts at the first page when filter or sort change', () => {
    expect(listHref('q=a&after=xyz', { q: 'b' })).toBe('/?q=b')
    expect(listHref('q=a&before=xyz', { sort: '-name' })).toBe('/?q=a&sort=-name')
  })
  it('keeps filter and sort when only the page changes', () => {
    expect(listHref('q=a&sort=-name&after=x', { after: '', before: 'y' })).toBe('/?q=a&sort=-name&before=y')
  })
  it('keeps parameters it does not know', () => {
    expect(listHref('utm=1&q=a', { q: '' })).toBe('/?utm=1')
  })
  it('leaves nothing behind when everything is cleared', () => {
    expect(listHref('q=a', { q: '' })).toBe('/')
  })
})
