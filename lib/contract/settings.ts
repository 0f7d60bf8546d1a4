import { PRODUCTS } from '#lib/agent/products.ts'
import { z } from './zod.ts'

/** `GET /api/settings`: what the words on the screens go by. */
export const settings = z.object({
  /** An active agent is quiet after so many periods of silence; seconds of one where it is set, else those of each agent's version. */
  quiet: z.object({ periods: z.number(), periodSeconds: z.nullable(z.number()) }),
  /** A disconnected agent that was silent for longer is gone. */
  goneAfterDays: z.number(),
  /** So many changes of status in 24 hours are flapping. */
  flappingChanges: z.number(),
  /** Whose names commands, paths and services have: `lib/agent/product-names.ts`. */
  productNames: z.enum(PRODUCTS),
  massEventMinAgents: z.number(),
  /** Shares of the endpoints that do not report, and endpoints of one mass event: docs/alarm-rule.md. */
  alarm: z.object({ shareAttention: z.number(), shareAlarm: z.number(), massAgents: z.number() }),
  /** When each manager in scope calls a silent agent disconnected. `assumed`: nobody said so, it is the default of its version. */
  managers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      version: z.nullable(z.string()),
      disconnectionSeconds: z.number(),
      assumed: z.boolean(),
    }),
  ),
})
export type Settings = z.infer<typeof settings>
