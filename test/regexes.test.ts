import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'

/** Every pattern in the product that may meet text from outside, with the place it stands at. */
function regexes(): { place: string; pattern: RegExp }[] {
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
function* attacks(pattern: RegExp, length: number): Generator<string> {
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

const all = regexes()
/** 64 KB each; what is read in one walk takes well under a millisecond of this, what is read n² times hours. */
const LENGTH = 65_536
const CPU_MS_MAX = 250

it('finds the patterns', () => {
  expect(all.length).toBeGreaterThan(100)
})

it.each(all.map(({ place, pattern }) => [place, pattern] as const))(
  '%s %s reads hostile text of 64 KB in one walk',
  (_, pattern) => {
    const cpuMs = (text: string) => {
      const before = process.cpuUsage()
      pattern.lastIndex = 0
      pattern.test(text)
      return process.cpuUsage(before).user / 1000
    }
    for (const text of attacks(pattern, LENGTH)) {
      let least = cpuMs(text)
      // What else the process does by chance, such as collecting garbage, it does not do each time.
      for (let again = 0; again < 3 && least >= CPU_MS_MAX; again++) least = Math.min(least, cpuMs(text))
      expect(least, JSON.stringify(text.slice(0, 8))).toBeLessThan(CPU_MS_MAX)
    }
  },
)
