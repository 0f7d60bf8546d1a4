import type { ManagerScope, Scope } from '#lib/agent/scope.ts'
import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import type { KioskRow, KiosksRepo } from '#server/store/kiosks-repo.ts'
import { storeProblem } from '#server/store/store-problem.ts'
import type { PersonName } from '#server/store/views-repo.ts'
import { MappedRightsBook } from '../people/mapped-rights.ts'
import { readRights } from '../people/rights.ts'
import { isWay, type VoucherConfig, vouchers } from '../people/vouchers.ts'
import type { KioskPairings } from './kiosk-pairings.ts'
import { kioskTokenHash } from './kiosk-token.ts'

/** An approved screen, while one request is answered. */
export interface Kiosk {
  readonly id: string
  readonly name: string
  /** The filter that it shows, canonical; '' for everything that `rights` do. */
  readonly query: string
  readonly names: boolean
  readonly expiresAt: number
  readonly approver: PersonName
  /** What the rights of whoever approved it show now, at the managers that have confirmed them lately. */
  readonly rights: Scope
  /** When the first of those confirmations is too old; the person has to sign in before. */
  readonly confirmBy: number
}

/** What the cookie of a screen stands for. `held`: the person who approved it has to sign in again. */
export type KioskAccess =
  | { readonly state: 'paired'; readonly kiosk: Kiosk }
  | { readonly state: 'held'; readonly name: string; readonly approver: PersonName }
  | { readonly state: 'ended'; readonly why: 'revoked' | 'expired' }

/** A manager that has not confirmed somebody's rights for longer is not shown on what they approved: they may have left. */
export const CONFIRMED_MS = 30 * 86_400_000
const NOTHING: Scope = { kind: 'limited', managers: new Map() }
/** How long a look-up may be answered from memory; a screen revoked by another process ends within this time. */
const CACHE_MS = 1000
/** How long a screen goes on by what was last known of it while the store fails. */
const STALE_MS = 5 * 60_000
const CACHE_SIZE = 10_000
/** A screen is noted as seen this often. */
const SEEN_MS = 60_000

interface Parts {
  readonly repo: KiosksRepo
  readonly pairings: KioskPairings
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly config: VoucherConfig
}

/** The screens that people approved: what each may show now, under the rights that its approver has now. */
export class Kiosks {
  readonly pairings: KioskPairings
  readonly repo: KiosksRepo
  readonly #parts: Parts
  /** As in `Sessions`. */
  readonly #vouchers: ReadonlyMap<string, string>
  readonly #mapped: MappedRightsBook
  readonly #cache = new Map<string, { row: KioskRow | null; readAt: number }>()
  readonly #seen = new Map<string, number>()
  /** Rights of each screen by the JSON that they were read from, so that equal ones stay one object. */
  readonly #rights = new Map<string, { key: string; scope: Scope }>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.pairings = parts.pairings
    this.repo = parts.repo
    const { config } = parts
    this.#vouchers = vouchers(config)
    this.#mapped = new MappedRightsBook(
      config.ways.groups,
      config.managers.map(({ id }) => id),
    )
  }

  /** What a screen's cookie stands for, `null` for nothing. @throws the store's error */
  async find(token: string): Promise<KioskAccess | null> {
    const hash = kioskTokenHash(token)
    const now = this.#parts.clock.now()
    const row = hash === null ? null : await this.#row(hash, now)
    if (row === null) return null
    if (row.revokedAt !== null) return { state: 'ended', why: 'revoked' }
    if (row.expiresAt <= now) return { state: 'ended', why: 'expired' }
    const { id, name, query, names, expiresAt } = row
    const approver = { manager: row.managerId, username: row.username }
    const accounts = row.accounts.flatMap((account) => {
      const voucher = this.#vouchers.get(account.managerId)
      const isHeld = account.refusedAt !== null || now - account.rightsReadAt >= CONFIRMED_MS
      if (voucher === undefined || isHeld) return []
      // What the groups of somebody mean stands in the configuration of now.
      return isWay(voucher) && this.#mapped.of(voucher, account.groups) === null ? [] : [{ ...account, voucher }]
    })
    if (accounts.length === 0) return { state: 'held', name, approver }
    const rights = await this.#rightsOf(id, accounts)
    const confirmBy = Math.min(...accounts.map(({ rightsReadAt }) => rightsReadAt)) + CONFIRMED_MS
    return { state: 'paired', kiosk: { id, name, query, names, expiresAt, approver, rights, confirmBy } }
  }

  /** Notes that a screen is there, now and then; what can't be written is written with a later request. */
  seen({ id }: Pick<Kiosk, 'id'>, address: string): void {
    const now = this.#parts.clock.now()
    if (Math.abs(now - (this.#seen.get(id) ?? 0)) < SEEN_MS) return
    if (this.#seen.size >= CACHE_SIZE) this.#seen.clear()
    this.#seen.set(id, now)
    this.repo.seen(id, now, address).catch((error: unknown) => {
      this.#seen.delete(id)
      this.#parts.log.warn({ err: error }, 'That a screen was seen could not be written')
    })
  }

  /** Everything that is kept of rows in memory is read again with the next request. */
  forget(): void {
    this.#cache.clear()
  }

  async #row(hash: string, now: number): Promise<KioskRow | null> {
    const known = this.#cache.get(hash)
    if (known && now - known.readAt <= CACHE_MS && now >= known.readAt) return known.row
    try {
      const row = await this.repo.find(hash)
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear()
      this.#cache.set(hash, { row, readAt: now })
      return row
    } catch (error) {
      if (known?.row && now - known.readAt <= STALE_MS && storeProblem(error) !== null) return known.row
      throw error
    }
  }

  async #rightsOf(id: string, accounts: readonly { voucher: string; groups: string | null; rights: string }[]): Promise<Scope> {
    const [first] = accounts
    if (first && isWay(first.voucher)) return this.#mapped.of(first.voucher, first.groups)?.scope ?? NOTHING
    const key = JSON.stringify(accounts.map(({ voucher, rights }) => [voucher, rights]))
    const known = this.#rights.get(id)
    if (known?.key === key) return known.scope
    const managers = new Map<string, ManagerScope>()
    for (const { voucher: manager, rights } of accounts) {
      const scope = (await readRights(rights, manager))?.scope
      // Each account brings what it may see at its own manager, and nothing else.
      const own = scope?.kind === 'limited' ? scope.managers.get(manager) : undefined
      if (own) managers.set(manager, own)
    }
    const scope: Scope = { kind: 'limited', managers }
    if (this.#rights.size >= CACHE_SIZE) this.#rights.clear()
    this.#rights.set(id, { key, scope })
    return scope
  }
}
