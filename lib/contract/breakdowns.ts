import { z } from './zod.ts'

/** Agents that share a value. */
export const breakdownBar = z.object({
  /** `null` for agents that have none. */
  value: z.nullable(z.string()),
  label: z.string(),
  total: z.number(),
  /** Of them, those that are disconnected. */
  down: z.number(),
  /** The condition that exactly these fulfil, in the query language; to be added to the filter, which it may stand in already. */
  term: z.string(),
  /** The same condition in other words, where there are any: a manager by its id. */
  spelling: z.optional(z.string()),
  /** Of a node, where there are several managers: the manager it belongs to. */
  manager: z.optional(z.string()),
  /** Of a version: how many are older than their manager. */
  outdated: z.optional(z.number()),
})
export type BreakdownBar = z.infer<typeof breakdownBar>

const facet = z.object({
  /** Most agents first, those without a value last. */
  bars: z.array(breakdownBar),
  /** What has no bar of its own because there are too many values; `null` as a rule. */
  rest: z.nullable(z.object({ values: z.number(), total: z.number(), down: z.number() })),
})
export type Breakdown = z.infer<typeof facet>

/** `GET /api/breakdowns?q=`: the agents in scope that match, by what they have. The bars of each but groups add up to `total`. */
export const breakdowns = z.object({
  total: z.number(),
  down: z.number(),
  asOf: z.nullable(z.iso.datetime()),
  reason: facet,
  sync: facet,
  /** An agent counts in each of its groups; `several`: how many are in more than one. */
  group: z.extend(facet, { several: z.number() }),
  manager: facet,
  node: facet,
  version: facet,
  system: facet,
})
export type Breakdowns = z.infer<typeof breakdowns>
