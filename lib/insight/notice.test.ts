import { expect, it } from 'vitest'
import { noticeTime } from './notice.ts'

const set = (disconnectionSeconds: number) => ({ disconnectionSeconds, assumed: false })
const assumed = (disconnectionSeconds: number) => ({ disconnectionSeconds, assumed: true })

it('takes a manager from its delay to twice as long, because it looks only that often', () => {
  expect(noticeTime([set(900)])).toEqual({ from: 900, to: 1800, assumed: 'none' })
})

it('spans all managers, and says whether the delay of each is only assumed', () => {
  expect(noticeTime([assumed(900), assumed(600)])).toEqual({ from: 600, to: 1800, assumed: 'all' })
  expect(noticeTime([assumed(900), set(60)])).toEqual({ from: 60, to: 1800, assumed: 'some' })
})

it('says nothing without a manager', () => {
  expect(noticeTime([])).toBeNull()
})
