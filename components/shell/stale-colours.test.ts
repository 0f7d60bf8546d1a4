import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sayFreshness } from './freshness-chip.tsx'

const CSS = readFileSync(new URL('../../app/tokens.css', import.meta.url), 'utf8')

/** The tokens that a rule sets, with their values. */
function tokensOf(selector: string): Map<string, string> {
  const start = CSS.indexOf(`${selector} {`)
  const block = CSS.slice(start, CSS.indexOf('}', start))
  return new Map([...block.matchAll(/(--color-[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

const STATUS = /^--color-(?:active|disconnected|pending|never|unknown)-/
const SAYS_STATUS = [...tokensOf('@theme static').keys()].filter((name) => STATUS.test(name) || name === '--color-data-down')

test('old data has no colour of any status: not in its text, its marks or what lies behind them', () => {
  const stale = tokensOf('[data-stale]')
  expect(SAYS_STATUS.length).toBeGreaterThan(14)
  expect(SAYS_STATUS.filter((name) => !stale.has(name))).toEqual([])
  for (const [name, value] of stale) {
    expect({ name, value }).toEqual({ name, value: expect.stringMatching(/^var\(--color-(?:secondary|strong|hover|line)\)$/) })
  }
})

test('only data that is live is green', () => {
  const old = { seconds: 90, reason: 'unreachable', retryInSeconds: 5 } as const
  expect(sayFreshness({ kind: 'live', seconds: 3 }).token).toBe('active')
  for (const freshness of [
    { kind: 'stale', ...old },
    { kind: 'stale', ...old, reason: 'ok', seconds: null },
    { kind: 'offline', seconds: 5 },
    { kind: 'first_pass', progress: null },
    { kind: 'starting' },
    { kind: 'unknown' },
  ] as const)
    expect(sayFreshness(freshness).token).not.toBe('active')
})
