import { expect, it } from 'vitest'
import { parseQuery } from './parse.ts'
import { presetsOf } from './presets.ts'
import { printQuery } from './print.ts'

const flapping = (flappingChanges: number) => presetsOf({ flappingChanges }).find(({ name }) => name === 'flapping')?.q

it('asks for as many changes as are set to be flapping', () => {
  expect([flapping(6), flapping(3)]).toEqual(['flaps>=6', 'flaps>=3'])
})

it('has every question in the one spelling of its filter', () => {
  for (const { q } of presetsOf({ flappingChanges: 6 })) {
    const parsed = parseQuery(q)
    expect(parsed.ok && printQuery(parsed.expr), q).toBe(q)
  }
})
