import { discrepancy } from './discrepancy.ts'
import { MANAGER_STATES } from './sync.ts'
import { z } from './zod.ts'

const time = z.nullable(z.iso.datetime())
/** Requests within the last minute, and how many those may be. */
const use = z.object({ used: z.number(), perMinute: z.number() })

/** One manager as those who administer it see it. */
export const administeredManager = z.object({
  id: z.string(),
  name: z.string(),
  /** Address of its API. */
  url: z.string(),
  /** The account that we collect with. */
  account: z.string(),
  state: z.enum(MANAGER_STATES),
  problem: z.nullable(z.string()),
  lastSyncAt: time,
  nextTryAt: time,
  agents: z.number(),
  /** `null` while its own summary fits its list. */
  discrepancy: z.nullable(discrepancy),
  version: z.nullable(z.string()),
  /** The collector's requests, and those of sign-ins and rights. */
  budget: z.object({ collector: use, people: use }),
  /** Of the last hour: complete passes, and those that failed. */
  passes: z.object({ ok: z.number(), failed: z.number(), badRows: z.number() }),
  tls: z.object({
    /** What its certificate is judged by: an authority of ours or the system's, its fingerprint, or nothing at all. */
    trust: z.enum(['system', 'authority', 'fingerprint', 'none']),
    /** SHA-256 of the certificate that it last showed, hexadecimal; `null` before the first connection since the start. */
    fingerprint: z.nullable(z.string()),
    validTo: time,
  }),
})
export type AdministeredManager = z.infer<typeof administeredManager>

/** `GET /api/administration`: how Rollcall is set up and how it gets on, for administrators; each sees the managers that are theirs. */
export const administration = z.object({
  managers: z.array(administeredManager),
  intervalSeconds: z.number(),
  historyDays: z.number(),
  passDays: z.number(),
  /** How people reach us. */
  transport: z.enum(['tls', 'proxy', 'loopback', 'plain']),
  demo: z.boolean(),
  /** Of the web process: seconds since its start, bytes of memory, longest hold-up of the last minute or two in milliseconds. */
  process: z.object({ uptimeSeconds: z.number(), memoryBytes: z.number(), heldUpMs: z.number() }),
  storeBytes: z.nullable(z.number()),
  sessions: z.number(),
  /** Wall screens that are connected, whoever approved them. */
  kiosks: z.number(),
  streams: z.number(),
  audit: z.object({ head: z.nullable(z.object({ seq: z.number(), hash: z.string() })), waiting: z.number() }),
})
export type Administration = z.infer<typeof administration>
