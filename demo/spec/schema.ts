import type { Printable } from '../wire/python-repr.ts'

/** The part of JSON schema that the manager's query and path parameters use; key order is the order of checks. */
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

export type ParameterSchema = ScalarSchema | ArraySchema

export interface Parameter {
  readonly name: string
  readonly schema: ParameterSchema
  readonly required?: boolean
}

export function isArraySchema(schema: ParameterSchema): schema is ArraySchema {
  return schema.type === 'array'
}
