import { SYNC_STATES } from '#lib/agent/status.ts'
import { z } from './zod.ts'

const time = z.nullable(z.iso.datetime())
const sum = z.nullable(z.string())

/**
 * `GET /api/agents/{manager}/{id}/sync`: whether an agent holds the configuration of its groups, and what speaks for it. Times are
 * the manager's at the starts of the passes that saw something first.
 */
export const agentSync = z.object({
  state: z.enum(SYNC_STATES),
  since: time,
  sincePrecision: z.enum(['exact', 'observed', 'at_least']),
  /** Sum of the shared configuration that it holds, and since when. */
  held: sum,
  heldSince: time,
  /** Sum of its own settings. */
  own: sum,
  /** In the agent's order. */
  groups: z.array(
    z.object({
      name: z.string(),
      /** Its sums are known to us, and the person may read them. */
      known: z.boolean(),
      mergedSum: sum,
      configSum: sum,
      /** `null` when its sum never changed since we first saw it. */
      changedAt: time,
      /** Whether its agent.conf changed then, or another of its files only. */
      confChanged: z.nullable(z.boolean()),
      /** It changed since the agent was last in sync; `null` when that can't be told. */
      suspect: z.nullable(z.boolean()),
    }),
  ),
  /**
   * The sum that the agent should hold: that of its only group, or the commonest among active agents in sync with the same groups in the
   * same order, `agents` of `peers`; `null` when nothing tells.
   */
  expected: z.nullable(
    z.discriminatedUnion('from', [
      z.object({ from: z.literal('group'), sum: z.string() }),
      z.object({ from: z.literal('peers'), sum: z.string(), agents: z.number(), peers: z.number() }),
    ]),
  ),
  /** The last pass that saw an agent in sync that no longer is. */
  syncedAt: time,
  /** Its groups changed after that. */
  regroupedAt: time,
  /** How long changes took to arrive at this manager's agents; times are `null` when there were too few cases. */
  arrival: z.object({
    cases: z.number(),
    medianSeconds: z.nullable(z.number()),
    p90Seconds: z.nullable(z.number()),
    /** How many of them were over sooner than this agent has waited by now; `null` when it does not wait. */
    sooner: z.nullable(z.number()),
  }),
  asOf: time,
})
export type AgentSync = z.infer<typeof agentSync>
