import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { FIELD_NOTES } from '#lib/query/field-notes.ts'
import { FIELD_NAMES, FIELDS, type FieldName } from '#lib/query/fields.ts'
import { OPERATORS_OF } from '#lib/query/operators.ts'

/** `docs/query-language.md` with the table of fields as `lib/query/fields.ts` has it; throws when the marks are not there. */
export function withFieldTable(page: string): string {
  const start = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (start < 0 || end < start) throw new Error(`${PAGE} has no ${BEGIN} … ${END}`)
  return `${page.slice(0, start + BEGIN.length)}\n${fieldTable()}${page.slice(end)}`
}

export const PAGE = 'docs/query-language.md'
const BEGIN = '<!-- fields: written by cli/docs-fields.ts -->'
const END = '<!-- /fields -->'

function fieldTable(): string {
  const head = '| field | also | type | operators | null | sort | example | |\n|---|---|---|---|---|---|---|---|\n'
  return head + FIELD_NAMES.map(fieldRow).join('')
}

function fieldRow(name: FieldName): string {
  const { type, aliases, nullable, sortable } = FIELDS[name]
  const { example, note } = FIELD_NOTES[name]
  const cells = [
    code(name),
    aliases.map(code).join(' '),
    type,
    code(OPERATORS_OF[type].join(' ')),
    yes(nullable),
    yes(sortable),
    code(example),
  ]
  return `| ${[...cells, note + values(name)].join(' | ')} |\n`
}

/** The words of an enum, with their other spellings. */
function values(name: FieldName): string {
  const field = FIELDS[name]
  if (!('values' in field)) return ''
  const words = Object.entries(field.values).map(([word, others]: [string, readonly string[]]) => {
    return others.length === 0 ? code(word) : `${code(word)} (${others.map(code).join(', ')})`
  })
  return ` Words: ${words.join(', ')}.`
}

function code(text: string): string {
  return `\`${text}\``
}

function yes(value: boolean): string {
  return value ? 'yes' : ''
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const page = readFileSync(PAGE, 'utf8')
  const fresh = withFieldTable(page)
  if (!process.argv.includes('--check')) writeFileSync(PAGE, fresh)
  else if (fresh !== page) {
    console.error(`${PAGE} is stale: run npm run docs:fields`)
    process.exitCode = 1
  }
}
