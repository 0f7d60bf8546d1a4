import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Against burn-in all of it takes eight places in turn, five minutes each, and leaves the screen in none. */
export async function expectShift(wall: Page): Promise<void> {
  const { stepMs, places } = await wall.evaluate(() => {
    const [shift] = document.querySelector('.wall-shift')?.getAnimations() ?? []
    const stepMs = Number(shift?.effect?.getTiming().duration) / 8
    const places = Array.from({ length: 8 }, (_, at) => {
      if (shift) shift.currentTime = stepMs * at + 1
      const drawn = [...document.querySelectorAll('.wall-shift *')].map((one) => one.getBoundingClientRect())
      const seen = drawn.filter(({ width, height }) => width > 1 && height > 1)
      const { left = -1, top = -1 } = document.querySelector('.wall-head')?.getBoundingClientRect() ?? {}
      const isInside = seen.every((box) => box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight)
      return { at: `${left} ${top}`, isInside, count: seen.length }
    })
    return { stepMs, places }
  })
  expect(stepMs).toBe(300_000)
  expect(new Set(places.map(({ at }) => at)).size).toBe(8)
  for (const { isInside, count } of places) expect([isInside, count > 20]).toEqual([true, true])
}
