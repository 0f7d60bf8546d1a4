import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atOnce } from '#lib/agent/steps.ts'
import { jsonSteps } from './json-steps.ts'

/** Long enough to be read with pauses. */
const padded = (text: string) => `${' '.repeat(60_000)}${text}`
const outcome = (read: () => unknown) => {
  try {
    return { value: read() }
  } catch {
    return 'no JSON'
  }
}

it('reads what JSON.parse reads', () => {
  const property = fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, 2), (text, indent) => {
    const spread = JSON.stringify(JSON.parse(text), null, indent)
    expect(atOnce(jsonSteps(padded(spread)))).toEqual(JSON.parse(spread))
    expect(JSON.stringify(atOnce(jsonSteps(padded(spread))))).toBe(JSON.stringify(JSON.parse(spread)))
  })
  fc.assert(property, { numRuns: 500 })
})

it('refuses what JSON.parse refuses, and reads odd names and doubles alike', () => {
  const odd = ['{"__proto__":{"a":1},"b":2,"b":3}', '{"a":1,}', '[1,]', '[,1]', '{,}', '{"a" 1}', '{1:2}', '[1 2]', '"\u0001"']
  const odder = [
    '',
    '{',
    '[',
    '{}}',
    '{"a":01}',
    '[tru]',
    '["\\x"]',
    '"\\u00e9"',
    '[1e5,-0]',
    '{"a":{}',
    '{} x',
    '"',
    'NaN',
    '+1',
  ]
  for (const text of [...odd, ...odder]) {
    const [own, expected] = [outcome(() => atOnce(jsonSteps(padded(text)))), outcome(() => JSON.parse(text))]
    expect({ text, own: JSON.stringify(own) }).toEqual({ text, own: JSON.stringify(expected) })
  }
  expect(() => atOnce(jsonSteps(padded('['.repeat(100_000))))).toThrow(SyntaxError)
})

it('pauses while it reads many members', () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`agent:id:${i}`, 'allow'])))
  const work = jsonSteps(many)
  let pauses = 0
  for (; !work.next().done; ) pauses++
  expect(pauses).toBeGreaterThan(15)
})
