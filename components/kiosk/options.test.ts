import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

it('reads how a screen is set up from its address, and keeps it for the way back', () => {
  expect(readOptions({ scale: '1.2', seconds: '30', views: 'managers,now', started: '1' })).toEqual({
    ...{ scale: 1.2, seconds: 30, views: ['now', 'managers'], search: '?scale=1.2&seconds=30&views=managers%2Cnow' },
  })
  expect(readOptions({})).toEqual({ scale: 1, seconds: 20, views: ['now', 'changes', 'managers'], search: '' })
})

it('takes what it can’t read as not there', () => {
  for (const wrong of ['0', '-1', '9', '1e3', 'NaN', ' ', '1;color:red']) expect(readOptions({ scale: wrong }).scale).toBe(1)
  expect(readOptions({ seconds: '1', views: 'settings', scale: ['2', '3'] })).toMatchObject({ seconds: 20, scale: 1 })
  expect(readOptions({ views: 'x' }).views).toHaveLength(3)
})
