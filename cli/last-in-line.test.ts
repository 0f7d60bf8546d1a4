import { expect, it } from 'vitest'
import { lastInLine } from './last-in-line.mjs'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

it('does one piece in each turn while few wait, in the order in which they came, and none at once', async () => {
  const line = lastInLine()
  const done: number[] = []
  for (let i = 0; i < 64; i++) line(() => done.push(i))
  expect(done).toEqual([])
  for (let turns = 1; turns <= 64; turns++) {
    await turn()
    expect(done.length).toBe(turns)
  }
  expect(done).toEqual(Array.from({ length: 64 }, (_, i) => i))
})

it('does more in a turn where many wait, so that nobody waits for thousands of turns', async () => {
  const line = lastInLine()
  const done: number[] = []
  let turns = 0
  for (let i = 0; i < 10_000; i++) line(() => done.push(i))
  for (; done.length < 10_000; turns++) {
    const before = done.length
    await turn()
    expect(done.length - before).toBe(Math.ceil((10_000 - before) / 64))
  }
  expect(turns).toBeLessThan(400)
  expect(done).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
})

it('goes on with what is put in line later, also by a piece of it', async () => {
  const line = lastInLine()
  const done: string[] = []
  line(() => {
    done.push('first')
    line(() => done.push('second'))
  })
  await turn()
  await turn()
  line(() => done.push('third'))
  await turn()
  expect(done).toEqual(['first', 'second', 'third'])
})
