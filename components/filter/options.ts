import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { knownValues, matchingFields, operatorsOf, type Place, usualOperator, withChoice, wordOf } from '#lib/query/complete.ts'
import { FIELD_NOTES } from '#lib/query/field-notes.ts'
import { FIELDS, type FieldName } from '#lib/query/fields.ts'
import { quoteWord } from '#lib/query/quoting.ts'

/** One thing that can be chosen: what the text then is, and where typing goes on. */
export interface Option {
  readonly key: string
  readonly label: string
  readonly note: string
  readonly text: string
  readonly caret: number
  /** The condition is complete, so choosing it by Enter makes a chip. */
  readonly ends: boolean
}

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

const FIELDS_SHOWN = 7
const VALUES_SHOWN = 10
const TEXT = ON_DEMAND_TEXT.suggest

/** What completion offers at a place. @param live values that agents have now, for the field of the place */
export function optionsAt(text: string, place: Place, live: readonly { value: string; count: number }[]): OptionGroup[] {
  const groups: OptionGroup[] = []
  if (place.kind === 'value')
    groups.push({ label: TEXT.values(FIELDS[place.field].label), options: valueOptions(text, place, live) })
  if (place.kind === 'operator') groups.push({ label: TEXT.operators(place.field), options: operatorOptions(text, place) })
  if (place.kind === 'field') {
    const names = matchingFields(place.text).slice(0, FIELDS_SHOWN)
    const words = place.text === '' ? [] : wordOptions(text, place)
    groups.push({ label: TEXT.conditions, options: termOptions(text, place) })
    groups.push({ label: TEXT.fields, options: names.map((name) => fieldOption(text, place, name)) })
    groups.push({ label: TEXT.word, options: words })
  }
  return groups.filter(({ options }) => options.length > 0)
}

function valueOptions(
  text: string,
  place: Extract<Place, { kind: 'value' }>,
  live: readonly { value: string; count: number }[],
): Option[] {
  const wanted = place.text.toLowerCase()
  const counts = new Map(live.map(({ value, count }) => [value, count]))
  const known = knownValues(place.field).filter((value) => !counts.has(value) && value.toLowerCase().includes(wanted))
  const all = [...live.map(({ value }) => value), ...known].slice(0, VALUES_SHOWN)
  return all.map((value) => {
    const count = counts.get(value)
    return {
      ...{ key: `value ${value}`, label: value, ends: true },
      ...{ note: count === undefined ? '' : TEXT.heldBy(count), ...withChoice(text, place, value) },
    }
  })
}

function operatorOptions(text: string, place: Extract<Place, { kind: 'operator' }>): Option[] {
  return operatorsOf(place.field).map((operator) => ({
    ...{ key: `operator ${operator}`, label: `${place.field} ${operator}`, note: TEXT.operatorWords[operator], ends: false },
    ...withChoice(text, place, operator),
  }))
}

function fieldOption(text: string, place: Place, name: FieldName): Option {
  const word = wordOf(name, place.text)
  return {
    ...{ key: `field ${name}`, label: word, note: `${FIELDS[name].label}, ${TEXT.more(FIELD_NOTES[name].example)}`, ends: false },
    ...withChoice(text, place, `${word}${usualOperator(name)}`),
  }
}

const WORDED = ['status', 'reason', 'group_config_status', 'outdated', 'quiet'] as const

/** `disc` begins a word that a field knows, `sync` is such a field: whole conditions at once. */
function termOptions(text: string, place: Extract<Place, { kind: 'field' }>): Option[] {
  if (place.text.length < 2) return []
  const wanted = place.text.toLowerCase()
  return WORDED.flatMap((name) => {
    const word = wordOf(name, place.text)
    const isField = word.toLowerCase() === wanted
    const field = isField ? word : wordOf(name, SHORT[name] ?? name)
    return knownValues(name)
      .filter((value) => isField || value.startsWith(wanted))
      .map((value) => {
        const asked = withChoice(text, place, `${field}=`)
        const end = { start: asked.caret, end: asked.caret }
        const chosen = withChoice(asked.text, { kind: 'value', field: name, operator: '=', text: '', span: end }, value)
        return { key: `term ${name} ${value}`, label: `${field} = ${value}`, note: FIELDS[name].label, ends: true, ...chosen }
      })
  })
}

/** What people call a field whose own name is long. */
const SHORT: Readonly<Partial<Record<FieldName, string>>> = { group_config_status: 'sync' }

function wordOptions(text: string, place: Extract<Place, { kind: 'field' }>): Option[] {
  const word = quoteWord(place.text)
  return [{ key: 'word', label: `“${place.text}”`, note: TEXT.inWord, ends: true, ...withChoice(text, place, `${word} `) }]
}
