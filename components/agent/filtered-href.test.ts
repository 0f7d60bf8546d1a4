import { expect, test } from 'vitest'
import { filteredHref } from './filtered-href.ts'

test('a condition that is followed from beside the list keeps the endpoint there, the order and the columns, from the first page on', () => {
  expect(filteredHref('q=status%3Dactive&sort=-name&cols=ip&after=xyz&open=main%2F001', 'group=web')).toBe(
    '/?q=group%3Dweb&sort=-name&cols=ip&open=main%2F001',
  )
})

test('from its own page it leads to the plain list, without an endpoint beside it', () => {
  expect(filteredHref('', 'tag="a b"')).toBe('/?q=tag%3D%22a+b%22')
})
