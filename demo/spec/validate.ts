import { asciiDigits } from '../query/python-value.ts'
import { BorderError } from '../wire/manager-error.ts'
import { type Printable, pythonRepr } from '../wire/python-repr.ts'
import { hasFormat } from './formats.ts'
import { isArraySchema, type Parameter, type ParameterSchema, type ScalarSchema } from './schema.ts'

/** A query after splitting, type conversion and checks; what was not sent is absent. */
export type QueryValues = ReadonlyMap<string, string | number | boolean | readonly string[]>

/** Values of these parameters are lower-cased before they are checked. */
const lowered = new Set([
  'component',
  'configuration',
  'hash',
  'requirement',
  'status',
  'type',
  'section',
  'tag',
  'level',
  'resource',
])

/**
 * Checks the query string against an endpoint's parameters; only the first fault is reported.
 * @throws BorderError 400 with the manager's text
 */
export function validateQuery(search: URLSearchParams, parameters: readonly Parameter[]): QueryValues {
  const known = new Set(parameters.map((parameter) => parameter.name))
  const extra = [...new Set(search.keys())].filter((name) => !known.has(name))
  if (extra.length > 0) throw badRequest(`Extra query parameter(s) ${extra.join(', ')} not in spec`)
  const values = new Map<string, string | number | boolean | readonly string[]>()
  for (const { name, schema, required } of parameters) {
    const sent = search.getAll(name).map((text) => (lowered.has(name) ? text.toLowerCase() : text))
    const last = sent.at(-1)
    if (last === undefined) {
      if (required) throw badRequest(`Missing query parameter '${name}'`)
      continue
    }
    if (isArraySchema(schema)) {
      const items = sent.join(',').split(',')
      items.forEach((item, index) => {
        checkScalar(item, schema.items, `['items']`, `[${index}]`)
      })
      values.set(name, items)
    } else {
      values.set(name, readScalar(last, schema))
    }
  }
  return values
}

/**
 * Checks what stands in the path; the values come back as the function gets them.
 * @throws BorderError 400
 */
export function validatePath(
  captures: ReadonlyMap<string, string>,
  parameters: readonly Parameter[],
): ReadonlyMap<string, string> {
  const read = new Map([...captures].map(([name, text]) => [name, lowered.has(name) ? text.toLowerCase() : text]))
  for (const { name, schema } of parameters) {
    const text = read.get(name)
    if (text !== undefined && !isArraySchema(schema)) readScalar(text, schema)
  }
  return read
}

function readScalar(text: string, schema: ScalarSchema): string | number | boolean {
  const value = convert(text, schema)
  checkScalar(value, schema, '', '', typeof value === 'number' ? wholeNumber(text) : undefined)
  return value
}

function convert(text: string, schema: ParameterSchema): string | number | boolean {
  if (schema.type === 'integer') {
    const digits = text.trim()
    const isReadable = /^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u.test(digits) && digits.replace(/[+_-]/g, '').length <= MAX_DIGITS
    return isReadable ? nearest(BigInt(wholeNumber(digits))) : text
  }
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** Python reads no longer numbers. */
const MAX_DIGITS = 4300

/** The last number before the end of the 64 bits that the database counts with. */
const LAST_INTEGER = 2 ** 63 - 1024

/** The nearest number on the same side of the database's last integer. */
function nearest(integer: bigint): number {
  return integer < 2n ** 63n ? Math.min(Number(integer), LAST_INTEGER) : Number(integer)
}

/** How Python prints an integer, however long it is. */
function wholeNumber(text: string): string {
  const digits = asciiDigits(text.trim()).replaceAll('_', '').replace('+', '')
  return String(BigInt(digits))
}

function checkScalar(
  value: string | number | boolean,
  schema: ScalarSchema,
  schemaPath: string,
  instancePath: string,
  printed?: string,
): void {
  const shown = printed ?? pythonRepr(value)
  const fail = (validator: string, message: string) => {
    const where = `Failed validating '${validator}' in schema${schemaPath}: ${pythonRepr(printable(schema))}`
    throw badRequest(`${message}. ${where}. On instance${instancePath}: ${shown}`)
  }
  for (const keyword of Object.keys(schema)) {
    if (keyword === 'type' && !hasType(value, schema.type)) fail('type', `${shown} is not of type '${schema.type}'`)
    if (typeof value === 'string') {
      const length = [...value].length
      if (keyword === 'enum' && schema.enum && !schema.enum.includes(value)) {
        fail('enum', `${shown} is not one of ${pythonRepr(schema.enum)}`)
      }
      if (keyword === 'minLength' && length < (schema.minLength ?? 0)) fail('minLength', `${shown} is too short`)
      if (keyword === 'maxLength' && length > (schema.maxLength ?? length)) fail('maxLength', `${shown} is too long`)
      if (keyword === 'format' && schema.format && !hasFormat(schema.format, value)) {
        fail('format', `${shown} is not a '${schema.format}'`)
      }
    }
    if (typeof value === 'number') {
      if (keyword === 'minimum' && value < (schema.minimum ?? value)) {
        fail('minimum', `${shown} is less than the minimum of ${schema.minimum}`)
      }
      if (keyword === 'maximum' && value > (schema.maximum ?? value)) {
        fail('maximum', `${shown} is greater than the maximum of ${schema.maximum}`)
      }
    }
  }
}

function hasType(value: string | number | boolean, type: ScalarSchema['type']): boolean {
  return type === 'integer' ? typeof value === 'number' : typeof value === type
}

function printable(schema: ScalarSchema): Printable {
  const shown: Record<string, Printable> = {}
  for (const [key, value] of Object.entries(schema)) if (value !== undefined) shown[key] = value
  return shown
}

/** The manager collapses every run of white space in a detail. */
export function badRequest(detail: string): BorderError {
  return new BorderError(400, 'Bad Request', detail.trim().split(/\s+/).join(' '))
}
