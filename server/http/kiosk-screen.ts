import type { KioskState } from '#lib/contract/kiosk.ts'
import { runtime } from '#server/runtime.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { ServiceError } from '#server/services/errors.ts'
import { isoTime } from '#server/services/iso-time.ts'
import { kioskScope } from '#server/services/kiosk/kiosk-scope.ts'
import { kioskTokenHash } from '#server/services/kiosk/kiosk-token.ts'
import type { Kiosk } from '#server/services/kiosk/kiosks.ts'
import { voucherName } from '#server/services/people/vouchers.ts'
import { readSnapshot } from '#server/services/read-input.ts'
import { buildId } from './build-id.ts'
import { readKioskToken } from './kiosk-cookie.ts'

/** Where the screen behind a Cookie header stands. @throws the store's error */
export async function kioskStateOf(cookie: string | null): Promise<KioskState> {
  const { kiosks, clock, config } = runtime()
  const now = isoTime(clock.now()) ?? ''
  const base = { build: buildId(), now }
  const token = readKioskToken(cookie, config)
  if (token === null) return { ...base, screen: { state: 'none' } }
  const access = await kiosks.find(token)
  if (access?.state === 'paired') return { ...base, screen: { state: 'paired' } }
  if (access?.state === 'ended') return { ...base, screen: access }
  if (access?.state === 'held') {
    const { manager, username } = access.approver
    return { ...base, screen: { state: 'held', name: access.name, username, managerName: voucherName(manager, config) } }
  }
  const pairing = kiosks.pairings.of(kioskTokenHash(token) ?? '')
  if (pairing === null) return { ...base, screen: { state: 'none' } }
  const { code, expiresAt } = pairing
  return { ...base, screen: { state: 'waiting', code, expiresAt: isoTime(expiresAt) ?? '' } }
}

/** The screen that a request comes from, and what verbs may use for it. @throws ServiceError `unauthenticated`, `no_permission` */
export async function requireKiosk(cookie: string | null): Promise<{ kiosk: Kiosk; ctx: ServiceContext }> {
  const { kiosks, fleet, prisma, clock, log, config } = runtime()
  const token = readKioskToken(cookie, config)
  const access = token === null ? null : await kiosks.find(token)
  if (access?.state === 'held')
    throw new ServiceError('no_permission', 'The person who approved this screen has to sign in again.')
  if (access?.state !== 'paired') throw new ServiceError('unauthenticated', 'This screen is not connected.')
  const { kiosk } = access
  const base = { fleet, prisma, clock, log, config }
  return { kiosk, ctx: { ...base, scope: await kioskScope(readSnapshot({ ...base, scope: kiosk.rights }), kiosk) } }
}
