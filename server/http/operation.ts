import type { Schema } from '#lib/contract/zod.ts'

/** What is published of one route. The schemas are those that check the body, and the answers where they arrive. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** With `{name}` for what varies. */
  readonly path: string
  /** As the route has it in `defineRoute`. */
  readonly access: 'open' | 'session' | 'agents' | 'administrator' | 'operator' | 'kiosk'
  readonly summary: string
  /** Parameters of the query, each with what it means; all may be left out but those that end in `!`. */
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Named | 'any'
  readonly answer: Answer
}

export type Answer =
  | { readonly status: 200 | 201; readonly schema: Named }
  | { readonly status: 204 | 303 }
  | { readonly status: 200; readonly type: string; readonly of?: Named }

/** A schema under the name that the document gives it. */
export interface Named {
  readonly name: string
  readonly schema: Schema
}

/** One schema under its name, from `{ name: schema }`. */
export function named(one: Readonly<Record<string, Schema>>): Named {
  const [entry] = Object.entries(one)
  if (!entry) throw new Error('a schema needs a name')
  const [name, schema] = entry
  return { name: name.charAt(0).toUpperCase() + name.slice(1), schema }
}
