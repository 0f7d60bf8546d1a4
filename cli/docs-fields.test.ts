import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseQuery } from '#lib/query/parse.ts'
import { PAGE, withFieldTable } from './docs-fields.ts'

const page = readFileSync(PAGE, 'utf8')

/** Lines of the fenced blocks of one kind. */
function lines(kind: string): string[] {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))]
  return blocks.flatMap(([, body = '']) => body.trim().split('\n'))
}

test('the table of fields is the one of the code', () => {
  expect(withFieldTable(page), 'run npm run docs:fields').toBe(page)
})

describe('the examples', () => {
  test.each(lines('query'))('%s is read', (text) => {
    expect(parseQuery(text)).toMatchObject({ ok: true })
  })

  test.each(lines('refused'))('%s is refused', (text) => {
    expect(parseQuery(text)).toMatchObject({ ok: false })
  })
})
