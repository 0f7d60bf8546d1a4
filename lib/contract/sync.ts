import { discrepancy } from './discrepancy.ts'
import { z } from './zod.ts'

const time = z.nullable(z.iso.datetime())

/**
 * What the collector says of one manager.
 * `starting` no pass yet; `first_pass` rows are coming in; `ok`; `unreachable`; `rate_limited` it answered 429;
 * `refused` credentials, certificate or rights refused; `degraded` answers that can't be used; `other_fleet` waits for a person to confirm.
 */
export const MANAGER_STATES = [
  'starting',
  'first_pass',
  'ok',
  'unreachable',
  'rate_limited',
  'refused',
  'degraded',
  'other_fleet',
] as const
export type ManagerState = (typeof MANAGER_STATES)[number]

export const managerFreshness = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(MANAGER_STATES),
  /** Our clock, end of the last complete pass. */
  lastSyncAt: time,
  /** Whole seconds since `lastSyncAt` by our clock; `null` before the first pass. */
  ageSeconds: z.nullable(z.number()),
  /** Its agents within the query, where the answer is for one; else all. Agent 000 is not counted. */
  total: z.number(),
})
export type ManagerFreshness = z.infer<typeof managerFreshness>

/**
 * What the person may see. `all` agents of the managers they know; `limited` to some; `nothing`: no right to any agent, now or
 * later. `total` counts the agents they may see, whatever the query. Agent 000 is not counted.
 */
export const scopeInfo = z.object({ kind: z.enum(['all', 'limited', 'nothing']), total: z.number() })
export type ScopeInfo = z.infer<typeof scopeInfo>

const bySync = z.object({ synced: z.number(), not_synced: z.number(), unknown: z.number() })

/** `GET /api/summary`, optionally for a query `q`. Agent 000 is not counted. */
export const summary = z.object({
  total: z.number(),
  byStatus: z.object({
    active: z.number(),
    disconnected: z.number(),
    pending: z.number(),
    never_connected: z.number(),
    unknown: z.number(),
  }),
  bySync,
  /** Of the active ones alone: an agent that does not report can't get in sync. */
  activeBySync: bySync,
  /** Of those that match: somebody said that they may be down, and they do not report. */
  expectedDown: z.number(),
  asOf: time,
  scope: scopeInfo,
  managers: z.array(managerFreshness),
})
export type Summary = z.infer<typeof summary>

export const passItem = z.object({
  id: z.number(),
  /** `generated`: nobody looked; the demo's past was made up, so that its charts are not empty. */
  kind: z.enum(['full', 'small', 'generated']),
  outcome: z.enum(['running', 'ok', 'failed', 'interrupted', 'unconfirmed']),
  startedAt: time,
  finishedAt: time,
  asOf: time,
  rows: z.number(),
  badRows: z.number(),
  unknownStatuses: z.number(),
  changes: z.number(),
  requests: z.number(),
  problem: z.nullable(z.string()),
})
export type PassItem = z.infer<typeof passItem>

/** Agent 000, kept apart: the manager's own card. */
export const managerCard = z.object({
  hostname: z.nullable(z.string()),
  apiVersion: z.nullable(z.string()),
  version: z.nullable(z.string()),
  nodeName: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  os: z.nullable(z.string()),
  /** `null` when it stands alone or did not say; left out by earlier versions. */
  cluster: z.optional(z.nullable(z.string())),
})

/** What the rights of the account that we collect with hide from everybody: some or all agents, sums of groups, agent 000. */
export const HIDDEN = ['agents', 'groups', 'card'] as const

/** What is to be said of the account that we collect with. */
export const collectorAccount = z.object({
  hidden: z.array(z.enum(HIDDEN)),
  /** What it may do beyond reading, as the manager calls it. Empty for whoever is no administrator. */
  excess: z.array(z.string()),
  /** Its name and password are those of every new manager. False for whoever is no administrator, and in the demo. */
  defaultPassword: z.boolean(),
})

/** `GET /api/sync`. */
export const syncReport = z.object({
  demo: z.boolean(),
  insecureTls: z.boolean(),
  intervalSeconds: z.number(),
  scope: scopeInfo,
  managers: z.array(
    z.extend(managerFreshness, {
      /** Also `null` where it might tell of agents out of scope. */
      problem: z.nullable(z.string()),
      /**
       * When the next pass begins at the latest, also after a good one; while one runs, when it must have got on. The data is late
       * half a minute after that.
       */
      nextTryAt: time,
      /** During the first pass: rows so far of the total the manager announced. */
      progress: z.nullable(z.object({ rows: z.number(), total: z.number() })),
      /** Only for those who may see agent 000. */
      card: z.nullable(managerCard),
      /** `null` before the first full pass. */
      account: z.nullable(collectorAccount),
      /** Only for those who may see the whole manager; `null` while its summary fits its list. */
      discrepancy: z.nullable(discrepancy),
      /** Only for those who may see the whole manager. */
      passes: z.array(passItem),
    }),
  ),
})
export type SyncReport = z.infer<typeof syncReport>

/** `GET /api/health`: open, says nothing private. */
export const health = z.object({ status: z.enum(['ok', 'degraded']), uptimeSeconds: z.number() })
