import type { Clock } from '#server/clock.ts'
import type { SessionEnd, SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import type { OidcIssuer } from './oidc-issuer.ts'
import { type SessionKeys, seal, unseal } from './session-keys.ts'

/** Asked so many times within the period after which a session must have been confirmed: issuers let what renews lapse, too. */
const ASKED_PER_PERIOD = 6
/** An issuer that can't be asked is left alone for so long. */
const RETRY_MS = 60_000
const KEPT_MAX = 10_000

interface Parts {
  readonly repo: Pick<SessionsRepo, 'confirm'>
  readonly issuer: Pick<OidcIssuer, 'renew'>
  readonly clock: Pick<Clock, 'now'>
  /** For so long what the issuer said is good. */
  readonly confirmMs: number
  /** Groups as they are kept. */
  readonly keep: (groups: readonly string[]) => string
}

/**
 * Asks an issuer again about people who are signed in, with the refresh token that it gave for that: only their cookie opens it. Who lost a
 * group there loses it here. Without such a token a session ends when its word is too old; an issuer that can't be asked changes nothing.
 */
export class OidcRecheck {
  readonly #parts: Parts
  readonly #asking = new Map<string, Promise<SessionRow | SessionEnd>>()
  readonly #notBefore = new Map<string, number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The session as the issuer sees it, or why it ends. @throws the store's error */
  async look(row: SessionRow, keys: SessionKeys): Promise<SessionRow | SessionEnd> {
    const { clock, confirmMs } = this.#parts
    const now = clock.now()
    const age = Math.abs(now - row.rightsReadAt)
    if (row.sealed === '') return age >= confirmMs ? 'unconfirmed' : row
    if (age < confirmMs / ASKED_PER_PERIOD || now < (this.#notBefore.get(row.id) ?? 0)) return row
    // A token is good for one use: whoever comes meanwhile waits for the same answer.
    const asking = this.#asking.get(row.id) ?? this.#ask(row, keys).finally(() => this.#asking.delete(row.id))
    this.#asking.set(row.id, asking)
    return asking
  }

  async #ask(row: SessionRow, keys: SessionKeys): Promise<SessionRow | SessionEnd> {
    const { repo, issuer, clock, keep } = this.#parts
    const token = unseal(row.sealed, keys)
    if (token === null) return 'unconfirmed'
    const found = await issuer.renew(token)
    const now = clock.now()
    if (!found.ok && found.problem === 'unreachable') {
      if (this.#notBefore.size >= KEPT_MAX) this.#notBefore.clear()
      this.#notBefore.set(row.id, now + RETRY_MS)
      return row
    }
    this.#notBefore.delete(row.id)
    if (!found.ok || found.who.username !== row.username) return 'issuer'
    const sealed = found.refreshToken === null ? row.sealed : seal(found.refreshToken, keys)
    const next = { ...row, sealed, groups: keep(found.who.groups), rightsReadAt: now }
    await repo.confirm(next)
    return next
  }
}
