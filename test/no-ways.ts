import { scryptSync } from 'node:crypto'
import { BlockList } from 'node:net'
import type { Config } from '#server/config.ts'

/** Nobody but the managers vouches for people. */
export const NO_WAYS: Config['ways'] = { oidc: null, proxy: null, local: null, groups: [], trustedPeers: new BlockList() }

/** Sessions as they are without settings. */
export const SESSION_TIMES: Config['sessions'] = { idleMs: 30 * 60_000, lifeMs: 12 * 3_600_000, confirmMs: 3_600_000 }

/** What sessions and sign-ins need of a configuration with these managers. */
export function signInConfig(managers: Config['managers'], more: Partial<Pick<Config, 'ways' | 'sessions' | 'secretKeys'>> = {}) {
  return {
    managers,
    ways: NO_WAYS,
    sessions: SESSION_TIMES,
    secretKeys: [],
    host: '127.0.0.1',
    allowHttp: false,
    tls: null,
    ...more,
  }
}

export const ORIGIN = { address: '127.0.0.1', agent: 'test' }

/** A hash as `npm run hash-password` makes it, with less work. */
export function passwordHash(password: string): string {
  const salt = Buffer.from('0123456789abcdef')
  const key = scryptSync(password, salt, 32, { N: 2 ** 14, r: 8, p: 1 })
  return `scrypt:14:8:1:${salt.toString('base64url')}:${key.toString('base64url')}`
}
