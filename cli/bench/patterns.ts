import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** Every pattern in the product that may meet text from outside, with the place it stands at, as its sources have it. */
export function hostilePatterns(): { place: string; pattern: RegExp }[] {
  const files = ['lib', 'server', 'app', 'components', 'cli']
    .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`))
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.|^cli\/bench|testing/.test(file))
  const found: { place: string; pattern: RegExp }[] = []
  for (const file of [...files, 'proxy.ts']) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        const { line } = source.getLineAndCharacterOfPosition(node.getStart())
        found.push({ place: `${file}:${line + 1}`, pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

/** Characters that the pattern itself speaks of, and one of each kind. */
function alphabetOf({ source }: RegExp): string[] {
  const own = source.replaceAll(/\\[a-zA-Z]|\[\^?|[\]()*+?{}|^$]/g, ' ').split('')
  return [...new Set([...own, 'a', 'A', '0', '_', '-', '.', '/', ' ', '\t', '"', '\\', '=', '%', 'é', '\u202e', '\ud800'])]
}

/** What makes patterns that go back and forth do so: long runs, of one sort or of two in turn, that fail at their end. */
export function* attacks(pattern: RegExp, length: number): Generator<string> {
  const alphabet = alphabetOf(pattern)
  for (const one of alphabet) {
    yield `${one.repeat(length)}\u0000`
    yield `${(one + (alphabet[(alphabet.indexOf(one) + 1) % alphabet.length] ?? '')).repeat(length / 2)}\u0000`
  }
  // Its words, so that what comes after them is reached, once and again.
  for (const [word] of pattern.source.replaceAll(/\\[a-zA-Z]/g, ' ').matchAll(/[\w:/@]{2,}/g)) {
    for (const one of alphabet.slice(0, 12)) {
      yield `${word}${one.repeat(length)}\u0000`
      yield `${(word + one).repeat(Math.ceil(length / (word.length + 1)))}\u0000`
    }
  }
}

/** Lengths in characters; each is twice the one before. */
const LENGTHS = [16_384, 32_768, 65_536] as const
const RUNS = 3
const AGAIN = 4
/** More than twice by so much is looked at again. */
const DOUBT = 2.2

export interface PatternGrowth {
  readonly count: number
  /** The pattern whose time grows most when its text is twice as long: in one walk it takes twice as long. */
  readonly worst: { readonly place: string; readonly ratio: number; readonly ms: number }
}

/** How the time of each pattern grows with its text, over everything that could make it go back and forth. */
export function measurePatterns(): PatternGrowth {
  const patterns = hostilePatterns()
  let worst = { place: '', ratio: 0, ms: 0 }
  for (const { place, pattern } of patterns) {
    const texts = LENGTHS.map((length) => [...attacks(pattern, length)])
    // Compiled by now, as it is in a process that runs.
    timeOf(pattern, texts[0] ?? [])
    let growth = growthOf(pattern, texts)
    // What the machine does beside it hits once, what the pattern does every time.
    for (let again = 0; again < AGAIN && growth.ratio > DOUBT; again++) {
      const other = growthOf(pattern, texts)
      if (other.ratio < growth.ratio) growth = other
    }
    if (growth.ratio > worst.ratio) worst = { place, ...growth }
  }
  return { count: patterns.length, worst }
}

/** The most that a doubled text costs, as a ratio, and how long the longest takes in milliseconds. */
function growthOf(pattern: RegExp, texts: readonly (readonly string[])[]): { ratio: number; ms: number } {
  const times = texts.map((one) => timeOf(pattern, one))
  const ratios = times.map((ms, i) => ms / (times[i - 1] ?? Number.POSITIVE_INFINITY))
  return { ratio: Math.max(...ratios), ms: times[times.length - 1] ?? 0 }
}

/** The quickest of some runs over all texts, in milliseconds: what else the machine does only makes it slower. */
function timeOf(pattern: RegExp, texts: readonly string[]): number {
  let quickest = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const from = performance.now()
    for (const text of texts) {
      pattern.lastIndex = 0
      pattern.test(text)
    }
    quickest = Math.min(quickest, performance.now() - from)
  }
  return quickest
}
