import { expect, it } from 'vitest'
import { Turns } from '#server/fleet/turns.ts'
import { ExportLine } from './export-line.ts'

it('rests before each turn while somebody asks, for all exports together, and goes in order', async () => {
  const happened: string[] = []
  let go = (): void => undefined
  const rest = () =>
    new Promise<void>((resolve) => {
      happened.push('rest')
      go = resolve
    })
  const line = new ExportLine({ isBusy: () => true, rest })
  const turns = new Turns()
  const all = ['a', 'b', 'c'].map((name) => line.next(turns).then(() => happened.push(name)))
  for (const done of all) {
    await expect.poll(() => happened.at(-1)).toBe('rest')
    go()
    await done
  }
  expect(happened.filter((what) => what !== 'rest')).toEqual(['a', 'b', 'c'])
  expect(happened.filter((what) => what === 'rest')).toHaveLength(3)
  expect(happened.slice(0, 2)).toEqual(['rest', 'a'])
})

it('rests no time while nobody asks', async () => {
  const rest = () => Promise.reject(new Error('a rest'))
  const line = new ExportLine({ isBusy: () => false, rest })
  const turns = new Turns()
  await expect(Promise.all([line.next(turns), line.next(turns)])).resolves.toHaveLength(2)
})
