import type { infer as Infer, input as Input, ZodMiniType } from 'zod/mini'
import {
  _default,
  array,
  boolean,
  config,
  discriminatedUnion,
  enum as enumOf,
  extend,
  int,
  iso,
  length,
  literal,
  maxLength,
  minimum,
  minLength,
  nullable,
  number,
  object,
  optional,
  pick,
  pipe,
  refine,
  regex,
  strictObject,
  string,
  transform,
  trim,
} from 'zod/mini'

// In a browser zod would try `new Function` first, which our Content-Security-Policy refuses and reports on the console.
if ('document' in globalThis) config({ jitless: true })

/**
 * The part of zod that our contract uses, of its small build: every browser loads it before the first row. What the other build has as
 * methods are functions here: `z.nullable(text)`, `text.check(z.minLength(1))`.
 */
export const z = {
  array,
  boolean,
  default: _default,
  discriminatedUnion,
  enum: enumOf,
  extend,
  int,
  iso: { datetime: iso.datetime },
  length,
  literal,
  maxLength,
  minimum,
  minLength,
  nullable,
  number,
  object,
  optional,
  pick,
  pipe,
  refine,
  regex,
  strictObject,
  string,
  transform,
  trim,
} as const

/** Types only, under the names that zod gives them. */
export declare namespace z {
  type infer<T extends ZodMiniType> = Infer<T>
  type input<T extends ZodMiniType> = Input<T>
}

/** Something that reads a `T`. */
export type Schema<T = unknown> = ZodMiniType<T>
