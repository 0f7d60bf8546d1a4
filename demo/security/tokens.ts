import { decodeProtectedHeader, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import type { SteerableClock } from '../clock.ts'
import type { Account } from './accounts.ts'

/** Seconds a token lives, as in the manager's default configuration. */
const TOKEN_LIFE_SECONDS = 900

interface Verified {
  readonly username: string
  readonly notBefore: number
  readonly expires: number
}

export interface TokenOffice {
  /** A fresh signed token of this account. */
  issue(account: Account): Promise<string>
  /** The username of a valid token; nothing for a bad, expired or revoked one. */
  verify(token: string): Promise<string | undefined>
  /** Ends every token that this user has now. */
  revoke(username: string): void
  /** Ends every token of everybody. */
  revokeAll(): void
}

/** Issues and checks ES512 tokens; each demo has its own key pair, as each node of the manager has. */
export async function openTokenOffice(clock: SteerableClock): Promise<TokenOffice> {
  const { privateKey, publicKey } = await generateKeyPair('ES512')
  const verified = new Map<string, Verified>()
  const revoked = new Map<string, Set<string>>()
  const issued = new Map<string, Set<string>>()
  return {
    async issue(account) {
      const now = clock.seconds()
      const token = await new SignJWT({
        iss: 'wazuh',
        aud: 'Wazuh API REST',
        nbf: now,
        exp: now + TOKEN_LIFE_SECONDS,
        sub: account.username,
        run_as: false,
        rbac_roles: account.roles.map((role) => role.id),
        rbac_mode: 'white',
      })
        .setProtectedHeader({ alg: 'ES512', typ: 'JWT' })
        .sign(privateKey)
      const mine = issued.get(account.username) ?? new Set<string>()
      issued.set(account.username, mine.add(token))
      return token
    },
    async verify(token) {
      const known = verified.get(token) ?? (await check(token))
      if (!known) return undefined
      const now = clock.seconds()
      if (now < known.notBefore || now >= known.expires) return undefined
      return revoked.get(known.username)?.has(token) ? undefined : known.username
    },
    revoke,
    revokeAll() {
      for (const username of issued.keys()) revoke(username)
    },
  }

  function revoke(username: string): void {
    const ended = revoked.get(username) ?? new Set<string>()
    for (const token of issued.get(username) ?? []) ended.add(token)
    revoked.set(username, ended)
  }

  /** Signatures are checked once per token; times and revocation on every call. */
  async function check(token: string): Promise<Verified | undefined> {
    try {
      if (decodeProtectedHeader(token).alg !== 'ES512') return undefined
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['ES512'],
        audience: 'Wazuh API REST',
        currentDate: new Date(clock.now()),
      })
      if (payload.sub === undefined || payload.exp === undefined || payload.nbf === undefined) return undefined
      const entry = { username: payload.sub, notBefore: payload.nbf, expires: payload.exp }
      verified.set(token, entry)
      return entry
    } catch {
      return undefined
    }
  }
}
