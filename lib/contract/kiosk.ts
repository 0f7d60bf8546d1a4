import { LIMITS } from './limits.ts'
import { MANAGER_STATES } from './sync.ts'
import { z } from './zod.ts'

/** How many screens there may be, what may stand in one, and how long one may be approved for. */
export const KIOSK_LIMITS = { screens: 200, nameLength: 60, daysMost: 400, codeLength: 16 } as const

const time = z.iso.datetime()

/**
 * `GET /api/kiosk`, for the browser of a screen alone. `none`: it has to ask for a code. `waiting`: somebody has to approve the code.
 * `paired`: `GET /api/kiosk/board` answers. `held`: the person who approved it has to sign in again. `ended`: it shows nothing any more.
 */
export const kioskState = z.object({
  /** Of the built pages; a screen that has other ones loads anew. */
  build: z.string(),
  now: time,
  screen: z.discriminatedUnion('state', [
    z.object({ state: z.literal('none') }),
    z.object({ state: z.literal('waiting'), code: z.string(), expiresAt: time }),
    z.object({ state: z.literal('paired') }),
    z.object({ state: z.literal('held'), name: z.string(), username: z.string(), managerName: z.string() }),
    z.object({ state: z.literal('ended'), why: z.enum(['revoked', 'expired']) }),
  ]),
})
export type KioskState = z.infer<typeof kioskState>

const counts = z.object({
  disconnected: z.number(),
  never_connected: z.number(),
  /** Pending and unknown ones. */
  other: z.number(),
})

/** `GET /api/kiosk/board`: all that a screen shows. Without `names` nothing in it names an endpoint, or what endpoints have in common. */
export const kioskBoard = z.object({
  now: time,
  name: z.string(),
  names: z.boolean(),
  expiresAt: time,
  /** By when the person who approved the screen has to sign in, once that is near. */
  confirm: z.nullable(z.object({ by: time, username: z.string() })),
  /** All agents in scope whose manager is heard; of the others nothing is counted below. */
  total: z.number(),
  active: z.number(),
  notReporting: z.number(),
  /** Of them, those that somebody marked as expected to be down. */
  expectedDown: z.number(),
  byStatus: counts,
  /** Of the active ones. */
  synced: z.number(),
  /** Agents of managers whose data is too old. */
  unheard: z.number(),
  /** Managers that the filter of the screen asks for and nobody is called: renamed since, or not seen any more. */
  unknownManagers: z.array(z.string()),
  hour: z.object({
    /** Changes that passes of the last hour saw: to disconnected, and back to active. */
    went: z.number(),
    back: z.number(),
    /** How many more do not report than an hour ago; `null` where nobody looked then. */
    net: z.nullable(z.number()),
    /** The newest of them; empty without `names`. */
    newest: z.array(z.object({ name: z.string(), direction: z.enum(['down', 'back']), at: time })),
  }),
  /** What many did together in 24 hours, the newest first; a return that ends a loss is told with the loss. */
  events: z.array(
    z.object({
      direction: z.enum(['down', 'back']),
      from: time,
      to: time,
      count: z.number(),
      still: z.number(),
      backBy: z.nullable(time),
      /** What they have in common, in a word; `null` without `names`. */
      what: z.nullable(z.string()),
    }),
  ),
  managers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(MANAGER_STATES),
      /** Our clock, end of the last complete pass. */
      lastSyncAt: z.nullable(time),
      /** When that is too old to be shown, if nothing newer comes; `null`: it is already. */
      freshUntil: z.nullable(time),
      total: z.number(),
      notReporting: z.number(),
    }),
  ),
  chart: z.object({
    from: time,
    to: time,
    /** The state at the end of each step; `null` where nobody saw the fleet. */
    points: z.array(z.object({ at: time, counts: z.nullable(counts) })),
    gaps: z.array(z.object({ from: time, to: time })),
  }),
})
export type KioskBoard = z.infer<typeof kioskBoard>

/** `POST /api/kiosks/pairing`: which screen shows a code. */
export const pairingCode = z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(KIOSK_LIMITS.codeLength)) })

/** Its answer. The address is that of the peer: behind a proxy that hides it, the proxy's. */
export const pairingItem = z.object({ address: z.string(), browser: z.string(), startedAt: time, expiresAt: time })
export type PairingItem = z.infer<typeof pairingItem>

/** `POST /api/kiosks`: approves the screen that shows a code. */
export const newKiosk = z.strictObject({
  code: pairingCode.shape.code,
  name: z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(KIOSK_LIMITS.nameLength),
    z.refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)),
  ),
  q: z.default(z.string().check(z.maxLength(LIMITS.queryLength)), ''),
  names: z.default(z.boolean(), false),
  until: time,
})
export type NewKiosk = z.input<typeof newKiosk>

export const kioskItem = z.object({
  id: z.string(),
  name: z.string(),
  q: z.string(),
  names: z.boolean(),
  /** Who approved it. */
  username: z.string(),
  managerName: z.string(),
  own: z.boolean(),
  state: z.enum(['valid', 'revoked', 'expired']),
  createdAt: time,
  expiresAt: time,
  lastSeenAt: time,
  lastAddress: z.string(),
})
export type KioskItem = z.infer<typeof kioskItem>

/** `GET /api/kiosks`: the screens that a person approved; to an administrator of a manager all that were approved there. */
export const kiosksList = z.object({ kiosks: z.array(kioskItem) })
export type KiosksList = z.infer<typeof kiosksList>
