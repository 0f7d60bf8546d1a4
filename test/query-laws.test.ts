import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expr } from '#lib/query/ast.ts'
import { compareAgents } from '#lib/query/compare.ts'
import { matches } from '#lib/query/matches.ts'
import { normalize } from '#lib/query/normalize.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'
import { tokenize } from '#lib/query/tokenize.ts'
import { AS_OF, arbitraryAgent, arbitraryExpr, arbitraryFleet, arbitrarySort } from './arbitraries.ts'

/** How many times as much is tried when nobody waits. */
const MORE = process.env['ROLLCALL_LONG'] === '1' ? 170 : 1

/** A tree without what may differ between two spellings: places only. */
function withoutSpans(expr: Expr): unknown {
  return JSON.parse(JSON.stringify(expr, (key, value: unknown) => (/span$/i.test(key) ? undefined : value)))
}

function parsed(text: string): Expr {
  const result = parseQuery(text, { length: 100_000, depth: 16, terms: 1000 })
  if (!result.ok) throw new Error(`${result.problem.message} in ${JSON.stringify(text)}`)
  return result.expr
}

describe('print and parse', () => {
  test('a printed tree parses to itself', () => {
    fc.assert(
      fc.property(arbitraryExpr(), (expr) => {
        const text = printQuery(expr)
        const again = parsed(text)
        expect(withoutSpans(again)).toEqual(withoutSpans(expr))
        expect(printQuery(again)).toBe(text)
      }),
      { numRuns: 5_000 * MORE },
    )
  })

  test('a printed query can stand in a URL', () => {
    fc.assert(
      fc.property(arbitraryExpr(), (expr) => {
        const text = printQuery(expr)
        expect(decodeURIComponent(encodeURIComponent(text))).toBe(text)
      }),
    )
  })

  test('other spellings print alike', () => {
    fc.assert(
      fc.property(arbitraryExpr(), fc.infiniteStream(fc.nat(5)), (expr, dice) => {
        const text = printQuery(expr)
        expect(printQuery(parsed(respell(text, () => dice.next().value ?? 0)))).toBe(text)
      }),
      { numRuns: 3_000 * MORE },
    )
  })
})

describe('any text', () => {
  const fragments = fc.constantFrom(
    ...[
      'name',
      'status',
      'silentFor',
      'group',
      'in',
      'not',
      'and',
      'or',
      'null',
      '(',
      ')',
      ',',
      ';',
      '=',
      '!=',
      '~',
      '<=',
      '"',
      "'",
      '\\',
    ],
    ...[
      'active',
      '7d',
      '2026-01-31',
      'not synced',
      '10.0.0.0/8',
      '\u0000',
      '\ud800',
      '__proto__',
      '9'.repeat(40),
      ' ',
      '\t',
      '*',
      '|',
      '😀',
      '\\u{41}',
    ],
  )
  const noise = fc.oneof(
    fc.array(fragments, { maxLength: 14 }).map((parts) => parts.join('')),
    fc.array(fragments, { maxLength: 14 }).map((parts) => parts.join(' ')),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.tuple(arbitraryExpr().map(printQuery), fc.nat(), fc.nat(4), fragments).map(([text, at, cut, added]) => {
      const place = text.length === 0 ? 0 : at % text.length
      return text.slice(0, place) + added + text.slice(place + cut)
    }),
  )

  test('parses, or is refused at a place inside it', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const result = parseQuery(text)
        for (const { start, end } of result.ok ? spansOf(result.expr) : [result.problem.span]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        if (!result.ok) return
        const canonical = printQuery(result.expr)
        const again = parseQuery(canonical)
        expect(again.ok && withoutSpans(again.expr)).toEqual(withoutSpans(result.expr))
        expect(again.ok && printQuery(again.expr)).toBe(canonical)
        expect(withoutSpans(normalize(result.expr))).toEqual(withoutSpans(result.expr))
      }),
      { numRuns: 20_000 * MORE },
    )
  })

  test('every visible character of a query that parses lies in a token', () => {
    fc.assert(
      fc.property(noise, (text) => {
        if (!parseQuery(text).ok) return
        let at = 0
        for (const { span } of tokenize(text)) {
          expect(text.slice(at, span.start).trim()).toBe('')
          at = span.end
        }
      }),
    )
  })
})

describe('meaning', () => {
  test('not is the exact complement', () => {
    fc.assert(
      fc.property(arbitraryExpr(), fc.array(arbitraryAgent(), { minLength: 1, maxLength: 5 }), (expr, agents) => {
        const not = parsed(expr.kind === 'all' ? 'id<0' : `not (${printQuery(expr)})`)
        for (const agent of agents) expect(matches(not, agent, AS_OF)).toBe(!matches(expr, agent, AS_OF))
      }),
      { numRuns: 2_000 * MORE },
    )
  })

  test('a tree means the same before and after it is made normal', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryExpr(), { maxLength: 3 }),
        fc.constantFrom('and', 'or'),
        arbitraryAgent(),
        (items, kind, agent) => {
          const span = { start: 0, end: 0 }
          const tree: Expr = {
            kind: 'not',
            item: { kind, items: items.map((item): Expr => ({ kind: 'not', item, span })), span },
            span,
          }
          expect(matches(normalize(tree), agent, AS_OF)).toBe(matches(tree, agent, AS_OF))
          const again = parsed(printQuery(tree))
          expect(matches(again, agent, AS_OF)).toBe(matches(tree, agent, AS_OF))
        },
      ),
    )
  })

  test('a sort is a total order', () => {
    fc.assert(
      fc.property(arbitraryFleet(12), arbitrarySort(), (fleet, sort) => {
        const compare = compareAgents(sort)
        const sorted = fleet.toSorted(compare)
        for (const [i, a] of sorted.entries()) {
          for (const [j, b] of sorted.entries()) expect(Math.sign(compare(a, b))).toBe(Math.sign(i - j))
        }
      }),
    )
  })
})

function spansOf(expr: Expr): { start: number; end: number }[] {
  const own = [expr.span]
  if (expr.kind === 'compare') own.push(expr.fieldSpan, expr.valueSpan)
  if (expr.kind === 'in') own.push(expr.fieldSpan)
  if (expr.kind === 'not') own.push(...spansOf(expr.item))
  if (expr.kind === 'and' || expr.kind === 'or') own.push(...expr.items.flatMap(spansOf))
  return own
}

/** The same query written otherwise: short names, signs for words, spaces, parentheses, the other case. */
function respell(text: string, dice: () => number): string {
  const tokens = tokenize(text)
  let out = ''
  for (const [i, token] of tokens.entries()) {
    const written = text.slice(token.span.start, token.span.end)
    const previous = tokens[i - 1]
    const spaced = previous && previous.span.end < token.span.start ? ' ' : ''
    const isField = tokens[i + 1]?.kind === 'operator'
    if (written === 'and') out += [' AND ', ';', ' ; ', ' and ', '\n;', ' And '][dice()]
    else if (written === 'or') out += [' or ', ' OR ', ' Or ', '\tor ', ' oR ', ' or\n'][dice()]
    else if (written === 'not' || written === 'in') out += spaced + (dice() > 2 ? written.toUpperCase() : written)
    else if (token.kind === 'operator') out += dice() > 2 ? ` ${written}  ` : written
    else if (isField && written === 'group_config_status') out += spaced + (dice() > 2 ? 'Sync' : 'groupConfigStatus')
    else if (isField) out += spaced + (dice() > 3 ? written.toUpperCase() : written)
    else out += spaced + written
  }
  return dice() > 3 && text !== '' ? `( (${out}))` : out
}
