import { createHash } from 'node:crypto'
import { decodeProtectedHeader, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import type { SteerableClock } from '../clock.ts'
import { type JsonObject, pythonJson } from '../wire/python-json.ts'

/** Seconds a token lives, as in the manager's default configuration. */
const TOKEN_LIFE_SECONDS = 900

/** What a token is issued for. */
export interface Grant {
  readonly username: string
  /** Roles that the token carries; they stay the same while it lives. */
  readonly roleIds: readonly number[]
  readonly rbacMode: string
  /** The context of a `run_as` sign-in. */
  readonly context?: JsonObject
}

/** What a token that is in force says. */
export interface Verdict extends Omit<Grant, 'context'> {
  readonly isRevoked: boolean
}

interface Verified extends Omit<Grant, 'context'> {
  readonly notBefore: number
  readonly expires: number
}

export interface TokenOffice {
  /** A fresh signed token. */
  issue(grant: Grant): Promise<string>
  /** What a token says that has a good signature and has not expired; nothing for others. */
  verify(token: string): Promise<Verdict | undefined>
  /** Ends the tokens this user was given up to now, those of the present second included. */
  revoke(username: string): void
  /** Ends the tokens that carry this role, likewise. */
  revokeRole(roleId: number): void
  /** Ends every token there is; one issued in the same second afterwards is good. */
  revokeAll(): void
}

/** Issues and checks ES512 tokens; each demo has its own key pair, as each node of the manager has. */
export async function openTokenOffice(clock: SteerableClock): Promise<TokenOffice> {
  const { privateKey, publicKey } = await generateKeyPair('ES512')
  const verified = new Map<string, Verified>()
  const issued = new Set<string>()
  const ended = new Set<string>()
  const userEnds = new Map<string, number>()
  const roleEnds = new Map<number, number>()
  return {
    async issue({ username, roleIds, rbacMode, context }) {
      const now = clock.seconds()
      const token = await new SignJWT({
        iss: 'wazuh',
        aud: 'Wazuh API REST',
        nbf: now,
        exp: now + TOKEN_LIFE_SECONDS,
        sub: username,
        run_as: context !== undefined,
        rbac_roles: [...roleIds],
        rbac_mode: rbacMode,
        ...(context === undefined ? {} : { hash_auth_context: contextHash(context) }),
      })
        .setProtectedHeader({ alg: 'ES512', typ: 'JWT' })
        .sign(privateKey)
      issued.add(token)
      return token
    },
    async verify(token) {
      const known = verified.get(token) ?? (await check(token))
      const now = clock.seconds()
      if (!known || now < known.notBefore || now >= known.expires) return undefined
      const until = [userEnds.get(known.username), ...known.roleIds.map((id) => roleEnds.get(id))]
      const isRevoked = ended.has(token) || until.some((second) => second !== undefined && known.notBefore <= second)
      return { username: known.username, roleIds: known.roleIds, rbacMode: known.rbacMode, isRevoked }
    },
    revoke: (username) => {
      userEnds.set(username, clock.seconds())
    },
    revokeRole: (roleId) => {
      roleEnds.set(roleId, clock.seconds())
    },
    revokeAll() {
      for (const token of issued) ended.add(token)
    },
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
      const { sub, exp, nbf } = payload
      if (sub === undefined || exp === undefined || nbf === undefined) return undefined
      const roleIds = Array.isArray(payload.rbac_roles) ? payload.rbac_roles.map(Number) : []
      const entry = { username: sub, roleIds, rbacMode: String(payload.rbac_mode), notBefore: nbf, expires: exp }
      verified.set(token, entry)
      return entry
    } catch {
      return undefined
    }
  }
}

/** Stands for the manager's own hash of the context, which nobody but the manager looks at. */
function contextHash(context: JsonObject): string {
  return createHash('sha256').update(pythonJson(context)).digest('hex').slice(0, 32)
}
