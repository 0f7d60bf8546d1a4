import { isJsonObject, type Json } from '../wire/python-json.ts'
import { type Printable, pythonRepr } from '../wire/python-repr.ts'
import { hasFormat } from './formats.ts'
import type { ObjectSchema, ScalarSchema } from './schema.ts'

/**
 * The first fault of a body, as the manager words it: `'20' is too short - 'id'`.
 * Keywords are checked in the order in which the schema has them, members before what is required of the whole.
 */
export function bodyFault(value: Json, schema: ScalarSchema | ObjectSchema, path: readonly string[] = []): string | undefined {
  const message = (text: string) => `${text}${path.length === 0 ? '' : ` - '${path.join('.')}'`}`
  if (!hasType(value, schema.type)) return message(`${pythonRepr(printable(value))} is not of type '${schema.type}'`)
  if (schema.type === 'object') return objectFault(value, schema, path)
  const text = scalarFault(value, schema)
  return text === undefined ? undefined : message(text)
}

function objectFault(value: Json, schema: ObjectSchema, path: readonly string[]): string | undefined {
  if (!isJsonObject(value)) return undefined
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined
    const fault = member === undefined ? undefined : bodyFault(member, inner, [...path, name])
    if (fault !== undefined) return fault
  }
  const missing = schema.required?.find((name) => !Object.hasOwn(value, name))
  const where = path.length === 0 ? '' : ` - '${path.join('.')}'`
  return missing === undefined ? undefined : `${pythonRepr(missing)} is a required property${where}`
}

function scalarFault(value: Json, schema: ScalarSchema): string | undefined {
  if (typeof value !== 'string') return undefined
  const length = [...value].length
  const shown = pythonRepr(value)
  for (const keyword of Object.keys(schema)) {
    if (keyword === 'enum' && schema.enum && !schema.enum.includes(value)) {
      return `${shown} is not one of ${pythonRepr(schema.enum)}`
    }
    if (keyword === 'minLength' && length < (schema.minLength ?? 0)) return `${shown} is too short`
    if (keyword === 'maxLength' && length > (schema.maxLength ?? length)) return `${shown} is too long`
    if (keyword === 'format' && schema.format && !hasFormat(schema.format, value)) return `${shown} is not a '${schema.format}'`
  }
  return undefined
}

function hasType(value: Json, type: ScalarSchema['type'] | 'object'): boolean {
  if (type === 'object') return isJsonObject(value)
  return type === 'integer' ? typeof value === 'number' && Number.isInteger(value) : typeof value === type
}

function printable(value: Json): Printable {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(printable)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, printable(member ?? null)]))
}
