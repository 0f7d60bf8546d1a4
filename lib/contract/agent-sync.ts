import { SYNC_STATES } from '#lib/agent/status.ts'
import { z } from './zod.ts'

const time = z.iso.datetime().nullable()
const sum = z.string().nullable()

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
      confChanged: z.boolean().nullable(),
      /** It changed since the agent was last in sync; `null` when that can't be told. */
      suspect: z.boolean().nullable(),
    }),
  ),
  /**
   * The sum that the agent should hold: that of its only group, or the commonest among active agents in sync with the same groups in the
   * same order, `agents` of `peers`; `null` when nothing tells.
   */
  expected: z
    .discriminatedUnion('from', [
      z.object({ from: z.literal('group'), sum: z.string() }),
      z.object({ from: z.literal('peers'), sum: z.string(), agents: z.number(), peers: z.number() }),
    ])
    .nullable(),
  /** The last pass that saw an agent in sync that no longer is. */
  syncedAt: time,
  /** Its groups changed after that. */
  regroupedAt: time,
  /** How long changes took to arrive at this manager's agents; times are `null` when there were too few cases. */
  arrival: z.object({
    cases: z.number(),
    medianSeconds: z.number().nullable(),
    p90Seconds: z.number().nullable(),
    /** How many of them were over sooner than this agent has waited by now; `null` when it does not wait. */
    sooner: z.number().nullable(),
  }),
  asOf: time,
})
export type AgentSync = z.infer<typeof agentSync>
