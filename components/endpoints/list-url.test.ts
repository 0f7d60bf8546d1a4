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
  it('keeps filter, sort and page when another endpoint is shown beside the list, and that one when they change', () => {
    const search = '?q=status%3Dactive&sort=-name&after=x&open=main%2F001'
    expect(listHref(search, { open: 'main/002' })).toBe('/?q=status%3Dactive&sort=-name&after=x&open=main%2F002')
    expect(listHref(search, { q: 'b' })).toBe('/?q=b&sort=-name&open=main%2F001')
    expect(listHref(search, { sort: 'ip' })).toBe('/?q=status%3Dactive&sort=ip&open=main%2F001')
    expect(listHref(search, { open: '' })).toBe('/?q=status%3Dactive&sort=-name&after=x')
  })
  it('leaves nothing behind when everything is cleared', () => {
    expect(listHref('q=a', { q: '' })).toBe('/')
  })
})
