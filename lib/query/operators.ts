import type { Operator } from './ast.ts'
import type { FieldType } from './fields.ts'

const EQUAL = ['=', '!='] as const
const CONTAINS = ['~', '!~'] as const
const ORDER = ['<', '>', '<=', '>='] as const

/** What can be asked of a field. `in` goes wherever `=` does; `=` and `!=` take `null` wherever a field can be without value. */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: [...EQUAL, ...CONTAINS, ...ORDER],
  id: [...EQUAL, ...CONTAINS, ...ORDER],
  ip: [...EQUAL, ...CONTAINS, ...ORDER],
  enum: [...EQUAL, ...CONTAINS],
  number: [...EQUAL, ...ORDER],
  version: [...EQUAL, ...CONTAINS, ...ORDER],
  time: [...EQUAL, ...ORDER],
  duration: [...EQUAL, ...ORDER],
  list: [...EQUAL, ...CONTAINS],
  boolean: [...EQUAL],
}

/** `field op v` and `not field <inverse> v` mean the same; order has no inverse, because an agent without value answers no to both. */
export const INVERSE: Readonly<Partial<Record<Operator, Operator>>> = { '=': '!=', '!=': '=', '~': '!~', '!~': '~' }
