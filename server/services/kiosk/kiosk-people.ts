import { randomUUID } from 'node:crypto'
import { KIOSK_LIMITS, type KioskItem, type KiosksList, newKiosk, type PairingItem, pairingCode } from '#lib/contract/kiosk.ts'
import type { Schema } from '#lib/contract/zod.ts'
import { printQuery } from '#lib/query/print.ts'
import type { Clock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import type { KioskRow } from '#server/store/kiosks-repo.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { administers } from '../people/administrators.ts'
import type { Session } from '../people/sessions.ts'
import { voucherName } from '../people/vouchers.ts'
import { readQuery } from '../read-input.ts'
import type { Kiosks } from './kiosks.ts'

/** What verbs about screens need: the person who asks, and the screens. */
export interface KioskPeopleContext {
  readonly kiosks: Kiosks
  readonly clock: Pick<Clock, 'now'>
  readonly config: Pick<Config, 'managers' | 'ways'>
  readonly session: Session
  /** Has every event stream's right to go on looked up now. */
  readonly lookAgain: () => void
}

const DAY_MS = 86_400_000

/** Which screen shows a code, for a person to recognise it. @throws ServiceError `bad_request`, `not_found`, `too_many_attempts` */
export function findPairing({ ctx, input }: { ctx: KioskPeopleContext; input: unknown }): PairingItem {
  const { code } = read(pairingCode, input)
  const { address, browser, startedAt, expiresAt } = ctx.kiosks.pairings.find(code, guesser(ctx.session))
  return { address, browser, startedAt: iso(startedAt), expiresAt: iso(expiresAt) }
}

/**
 * Approves the screen that shows a code, under the accounts of the person's session.
 * @param input.sessions what finds those accounts in the store
 * @throws ServiceError `bad_request`, `bad_query`, `not_found`, `too_many_attempts`, `conflict`
 */
export async function approveKiosk({
  ctx,
  input: { body, sessions },
}: {
  ctx: KioskPeopleContext
  input: { body: unknown; sessions: readonly string[] }
}): Promise<KioskItem> {
  const { kiosks, clock, session } = ctx
  const { code, name, q, names, until } = read(newKiosk, body)
  const now = clock.now()
  const expiresAt = Date.parse(until)
  if (!(expiresAt > now && expiresAt <= now + KIOSK_LIMITS.daysMost * DAY_MS))
    throw new ServiceError('bad_request', `The end lies ahead, ${KIOSK_LIMITS.daysMost} days at most.`)
  const query = printQuery(readQuery(q))
  const pairing = kiosks.pairings.find(code, guesser(session))
  if (!kiosks.pairings.take(pairing)) throw new ServiceError('not_found', 'Somebody else has just approved this screen.')
  const row = {
    ...{ id: randomUUID(), tokenHash: pairing.tokenHash, name, query, names, createdAt: now, expiresAt },
    ...{ managerId: session.manager, username: session.username, lastSeenAt: now, lastAddress: pairing.address },
  }
  const outcome = await kiosks.repo.insert(row, sessions, KIOSK_LIMITS.screens).catch((error: unknown) => {
    kiosks.pairings.restore(pairing)
    throw error
  })
  if (outcome === 'full') {
    kiosks.pairings.restore(pairing)
    throw new ServiceError('conflict', `There are ${KIOSK_LIMITS.screens} screens, which is the most. Disconnect one first.`)
  }
  if (outcome === 'nobody') throw new ServiceError('unauthenticated', 'You are not signed in, or the session is over.')
  kiosks.forget()
  return toItem(ctx, { ...row, revokedAt: null })
}

/** The screens that a person may see and disconnect. */
export async function listKiosks({ ctx }: { ctx: KioskPeopleContext }): Promise<KiosksList> {
  const rows = await ctx.kiosks.repo.list()
  return { kiosks: rows.filter((row) => isTheirs(ctx, row)).map((row) => toItem(ctx, row)) }
}

/** Disconnects a screen at once. @throws ServiceError `not_found`, also for one that the person may not see */
export async function revokeKiosk({
  ctx,
  input: { id },
}: {
  ctx: KioskPeopleContext
  input: { id: string }
}): Promise<KioskItem> {
  const row = (await ctx.kiosks.repo.list()).find((one) => one.id === id)
  if (!row || !isTheirs(ctx, row)) throw new ServiceError('not_found', 'There is no such screen.')
  const now = ctx.clock.now()
  await ctx.kiosks.repo.revoke(id, now)
  ctx.kiosks.forget()
  ctx.lookAgain()
  return toItem(ctx, { ...row, revokedAt: row.revokedAt ?? now })
}

type Row = Omit<KioskRow, 'accounts'>

/** Their own; to an administrator of a manager all that were approved by its accounts, to one of the dashboard all. */
function isTheirs({ session, config }: KioskPeopleContext, row: Pick<Row, 'managerId' | 'username'>): boolean {
  const administered = administers(session, config)
  return isOwn(session, row) || administered === 'all' || (administered !== 'none' && administered.includes(row.managerId))
}

function isOwn(session: Session, { managerId, username }: Pick<Row, 'managerId' | 'username'>): boolean {
  return [session, ...session.others].some((account) => account.manager === managerId && account.username === username)
}

function toItem({ clock, config, session }: KioskPeopleContext, row: Row): KioskItem {
  const { id, name, query, names, username, managerId, createdAt, expiresAt, revokedAt, lastSeenAt, lastAddress } = row
  return {
    ...{ id, name, q: query, names, username, lastAddress },
    managerName: voucherName(managerId, config),
    own: isOwn(session, row),
    state: revokedAt !== null ? 'revoked' : expiresAt <= clock.now() ? 'expired' : 'valid',
    ...{ createdAt: iso(createdAt), expiresAt: iso(expiresAt), lastSeenAt: iso(lastSeenAt) },
  }
}

/** Guesses are counted by person, however many sessions they have. */
function guesser({ manager, username }: Session): string {
  return JSON.stringify([manager, username.toLowerCase()])
}

function read<T>(schema: Schema<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new ServiceError('bad_request', WRONG[String(result.error.issues[0]?.path[0])] ?? 'This says of no screen what to do.')
}

const WRONG: Readonly<Record<string, string>> = {
  code: 'Type the code that the screen shows.',
  name: `A screen has a name of up to ${KIOSK_LIMITS.nameLength} visible characters.`,
  q: 'The filter of this screen is too long.',
  until: 'The end is a time such as 2026-12-01T18:00:00Z.',
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
