import type { Printable } from '../wire/python-repr.ts'

/** The part of JSON schema that the manager's parameters and bodies use; key order is the order of checks. */
export interface ScalarSchema {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly format?: string
  readonly enum?: readonly string[]
  readonly default?: number | boolean | string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly description?: string
  readonly [key: string]: Printable | undefined
}

export interface ArraySchema {
  readonly type: 'array'
  readonly items: ScalarSchema
  readonly minItems?: number
}

export interface ObjectSchema {
  readonly type: 'object'
  readonly properties?: { readonly [name: string]: ScalarSchema | ObjectSchema }
  readonly required?: readonly string[]
}

export type ParameterSchema = ScalarSchema | ArraySchema

export interface Parameter {
  readonly name: string
  readonly schema: ParameterSchema
  readonly required?: boolean
}

/** Names a body's object may have; `true` for a plain value. */
export interface Members {
  readonly [name: string]: true | Members
}

/** What an endpoint wants of the request's body. */
export interface BodyRule {
  readonly schema: ObjectSchema
  /** Set where the manager refuses a missing content type (406) and names it doesn't know (400). */
  readonly members?: Members
}

export function isArraySchema(schema: ParameterSchema): schema is ArraySchema {
  return schema.type === 'array'
}
