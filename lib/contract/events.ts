import { ALARM_LEVELS } from '#lib/insight/alarm.ts'
import { FACTOR_KINDS } from '#lib/insight/mass-facts.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()

/** One change of one endpoint. Times are the manager's. */
export const changeItem = z.object({
  manager: z.string(),
  id: z.string(),
  name: z.string(),
  /** It is not there any more: removed, or replaced under the same id. */
  gone: z.boolean(),
  /** The manager's name of the field; `dateAdd` when it was enrolled, `removed` when it went. */
  field: z.string(),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  /** The manager's own time of the change, where it gives one. */
  at: z.nullable(time),
  /** It happened between these: the last pass that saw the old value and the first that saw the new one. */
  seenAfter: z.nullable(time),
  seenBy: time,
  lastKeepAlive: z.nullable(time),
})
export type ChangeItem = z.infer<typeof changeItem>

/**
 * `GET /api/changes?at=&window=&field=&limit=&after=`: what changed around a moment. With it what the first pass afterwards found, if
 * it may have happened then.
 */
export const changesPage = z.object({
  from: time,
  to: time,
  items: z.array(changeItem),
  /** Opaque; pass as `after` for the next page, `null` on the last one. */
  after: z.nullable(z.string()),
})
export type ChangesPage = z.infer<typeof changesPage>

/** Many endpoints that changed together. */
export const massEventItem = z.object({
  direction: z.enum(['down', 'back']),
  /** The changes happened between these. `exact`: by the manager's own times; else between two passes. */
  from: time,
  to: time,
  precision: z.enum(['exact', 'between']),
  /** When those that went were last heard: the earliest and the latest of them. */
  heardFrom: z.nullable(time),
  heardTo: z.nullable(time),
  /** How many changed. */
  count: z.number(),
  /** What they have in common, and how many in scope have it now: of a manager its name; nodes and groups are those of `manager`, an id. */
  factor: z.nullable(
    z.object({ kind: z.enum(FACTOR_KINDS), value: z.string(), manager: z.nullable(z.string()), size: z.number() }),
  ),
  /** How many changed in this direction in the same moment, these among them. */
  together: z.number(),
  /** `status_code` that most of them went with. */
  statusCode: z.nullable(z.number()),
  /** Of those that went: how many are still gone, and when the last of the others came back. */
  still: z.number(),
  backBy: z.nullable(time),
  /** Place in this list of the loss that this return ends. */
  returnOf: z.nullable(z.number()),
  /** Query for those of them that are still so; `null` when there is none. */
  q: z.nullable(z.string()),
})
export type MassEventItem = z.infer<typeof massEventItem>

const level = z.enum(ALARM_LEVELS)

/** Whether we are fine: `docs/alarm-rule.md`. */
export const alarmItem = z.object({
  level,
  parts: z.array(
    z.discriminatedUnion('kind', [
      /** `event` is the place in the list of events. */
      z.object({ kind: z.literal('mass'), level, event: z.number(), agents: z.number(), still: z.number() }),
      /** `q` is the query for exactly those not reporting; `null` for none of them, and for those elsewhere. */
      z.object({
        kind: z.literal('share'),
        level,
        notReporting: z.number(),
        of: z.number(),
        elsewhere: z.boolean(),
        q: z.nullable(z.string()),
      }),
      z.object({ kind: z.literal('quiet'), level, quiet: z.number(), of: z.number() }),
      z.object({ kind: z.literal('stale'), level, managers: z.array(z.string()), all: z.boolean() }),
      z.object({ kind: z.literal('expected'), level, count: z.number(), q: z.string() }),
      /** Gone for over `days`. */
      z.object({ kind: z.literal('gone'), level, count: z.number(), days: z.number(), q: z.string() }),
    ]),
  ),
})

/** `GET /api/events`: mass events of the last 24 hours in scope, newest first, and what they mean for the whole. */
export const eventsReport = z.object({
  from: time,
  to: time,
  alarm: alarmItem,
  events: z.array(massEventItem),
  asOf: z.nullable(time),
})
export type EventsReport = z.infer<typeof eventsReport>
