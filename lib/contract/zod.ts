import type { infer as Infer, input as Input, ZodType } from 'zod'
import {
  array,
  boolean,
  config,
  discriminatedUnion,
  enum as enumOf,
  iso,
  literal,
  number,
  object,
  strictObject,
  string,
} from 'zod'

// In a browser zod would try `new Function` first, which our Content-Security-Policy refuses and reports on the console.
if ('document' in globalThis) config({ jitless: true })

/** The part of zod that our contract uses. Taking it whole would send every browser all of it, with its messages in 50 languages. */
export const z = {
  array,
  boolean,
  discriminatedUnion,
  enum: enumOf,
  iso: { datetime: iso.datetime },
  literal,
  number,
  object,
  strictObject,
  string,
} as const

/** Types only, under the names that zod gives them. */
export declare namespace z {
  type infer<T extends ZodType> = Infer<T>
  type input<T extends ZodType> = Input<T>
}
