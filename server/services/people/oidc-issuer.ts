import { randomBytes } from 'node:crypto'
import * as client from 'openid-client'
import { Agent, fetch as send } from 'undici'
import type { Clock } from '#server/clock.ts'
import type { SecretKey } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { OidcWay } from '#server/ways.ts'
import { type OidcAttempt, openAttempt, sealAttempt } from './oidc-attempt.ts'
import { type OidcPerson, personOf } from './oidc-claims.ts'
import { ownSealing, type Sealing } from './session-keys.ts'

const TIMEOUT_SECONDS = 10
const ANSWER_BYTES = 1_048_576
/** What the issuer says of itself is asked for again after this long. */
const METADATA_MS = 3_600_000
/** Clocks of two machines may differ by so much. */
const TOLERANCE_SECONDS = 30

export type OidcProblem = 'refused' | 'failed' | 'unreachable'
type Tokens = Awaited<ReturnType<typeof client.refreshTokenGrant>>
type Renewal =
  | { readonly ok: true; readonly who: OidcPerson; readonly refreshToken: string | null }
  | { readonly ok: false; readonly problem: 'refused' | 'unreachable' }
type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: OidcProblem; readonly next: string }

interface Parts {
  readonly way: OidcWay
  readonly secrets: readonly SecretKey[]
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'warn'>
}

/**
 * Sign-in at an OpenID Connect issuer: authorization code with PKCE, state and nonce; the ID token's signature is checked too. Of what the
 * issuer gives the person's name and groups are kept, and what renews them; an attempt under way is in a sealed cookie of their browser.
 */
export class OidcIssuer {
  readonly #parts: Parts
  readonly #sealing: Sealing
  #known: { config: client.Configuration; at: number } | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    // Without a key of the server's own, an attempt lasts as long as the process.
    const secrets = parts.secrets.length > 0 ? parts.secrets : [{ id: 'process', bytes: randomBytes(32) }]
    this.#sealing = ownSealing('oidc attempt', secrets)
  }

  /** @param to.next a path of ours, already checked @returns where the browser goes, and what it must bring back */
  async begin(to: { redirectUri: string; next: string }): Promise<Outcome<{ location: string; sealed: string }>> {
    const config = await this.#config()
    if (config === null) return { ok: false, problem: 'unreachable', next: to.next }
    const verifier = client.randomPKCECodeVerifier()
    const attempt: OidcAttempt = {
      ...{ state: client.randomState(), nonce: client.randomNonce(), verifier },
      next: to.next,
      at: this.#parts.clock.now(),
    }
    const { state, nonce } = attempt
    const location = client.buildAuthorizationUrl(config, {
      ...{ redirect_uri: to.redirectUri, scope: this.#parts.way.scopes, state, nonce },
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return { ok: true, location: location.href, sealed: sealAttempt(attempt, this.#sealing) }
  }

  /** @param from.sealed what `begin` gave, as the browser brought it back @param from.search of the address that the issuer sent it to */
  async finish(from: {
    redirectUri: string
    search: string
    sealed: string | null
  }): Promise<Outcome<{ who: OidcPerson; refreshToken: string | null; next: string }>> {
    const attempt = openAttempt(from.sealed, this.#sealing, this.#parts.clock.now())
    if (attempt === null) return { ok: false, problem: 'failed', next: '/' }
    const { next, state, nonce, verifier } = attempt
    const config = await this.#config()
    if (config === null) return { ok: false, problem: 'unreachable', next }
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(from.search, from.redirectUri), {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      })
      if (tokens.claims() === undefined) throw new Error('there is no ID token')
      return { ok: true, who: await this.#personOf(config, tokens), refreshToken: tokens.refresh_token ?? null, next }
    } catch (error) {
      return { ok: false, problem: this.#tell(error), next }
    }
  }

  /**
   * Whom the issuer vouches for now. @param refreshToken that it gave with its last word @returns with the next token when it gave another;
   * `unreachable` also when it was in trouble itself, `refused` when its answer was no
   */
  async renew(refreshToken: string): Promise<Renewal> {
    const config = await this.#config()
    if (config === null) return { ok: false, problem: 'unreachable' }
    try {
      const tokens = await client.refreshTokenGrant(config, refreshToken)
      return { ok: true, who: await this.#personOf(config, tokens), refreshToken: tokens.refresh_token ?? null }
    } catch (error) {
      const problem = isOfNetwork(error) || isTrouble(error) ? 'unreachable' : 'refused'
      this.#parts.log.warn({ problem, words: wordsOf(error) }, 'an issuer did not confirm a session by OpenID Connect')
      return { ok: false, problem }
    }
  }

  /** @throws when that is nobody */
  async #personOf(config: client.Configuration, tokens: Tokens): Promise<OidcPerson> {
    const { way } = this.#parts
    const claims = tokens.claims()
    const more = () => client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? client.skipSubjectCheck)
    const who = await personOf(claims ?? {}, way, config.serverMetadata().userinfo_endpoint === undefined ? null : more)
    if (who === null) throw new Error(`the claim ${way.userClaim} is no name`)
    return who
  }

  /** Where somebody who signs out here also signs out at the issuer, or `null` when it has no such place. */
  async signOutUrl(returnTo: string): Promise<string | null> {
    const config = await this.#config()
    if (config?.serverMetadata().end_session_endpoint === undefined) return null
    return client.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo, client_id: this.#parts.way.clientId }).href
  }

  async #config(): Promise<client.Configuration | null> {
    const { clock, way, log } = this.#parts
    const now = clock.now()
    if (this.#known && Math.abs(now - this.#known.at) < METADATA_MS) return this.#known.config
    try {
      this.#known = { config: await discover(way), at: now }
    } catch (error) {
      log.warn({ issuer: way.issuer.href, problem: wordsOf(error) }, 'the issuer for sign-ins could not be asked about itself')
    }
    // What it said before mostly still holds.
    return this.#known?.config ?? null
  }

  /** The issuer's own words go to the log only: they may hold what a stranger wrote. */
  #tell(error: unknown): OidcProblem {
    const isRefusal = error instanceof client.AuthorizationResponseError && error.error === 'access_denied'
    const problem = isRefusal ? 'refused' : isOfNetwork(error) ? 'unreachable' : 'failed'
    this.#parts.log.warn({ problem, words: wordsOf(error) }, 'a sign-in by OpenID Connect did not work')
    return problem
  }
}

async function discover(way: OidcWay): Promise<client.Configuration> {
  const fetch = fetchFor(way)
  // The configuration lets only loopback go without TLS.
  const execute = way.issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  const options = { execute, timeout: TIMEOUT_SECONDS, [client.customFetch]: fetch }
  const found = await client.discovery(way.issuer, way.clientId, undefined, client.None(), options)
  const server = found.serverMetadata()
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const secret = way.clientSecret
  const authentication =
    secret === null
      ? client.None()
      : methods.includes('client_secret_basic')
        ? client.ClientSecretBasic(secret)
        : client.ClientSecretPost(secret)
  const config = new client.Configuration(server, way.clientId, { [client.clockTolerance]: TOLERANCE_SECONDS }, authentication)
  config.timeout = TIMEOUT_SECONDS
  config[client.customFetch] = fetch
  for (const change of [...execute, client.enableNonRepudiationChecks]) change(config)
  return config
}

function fetchFor({ ca }: OidcWay): client.CustomFetch {
  const dispatcher = new Agent({ ...(ca === null ? {} : { connect: { ca } }), maxResponseSize: ANSWER_BYTES })
  return async (url, { method, headers, body, redirect, signal }) => {
    if (body != null && typeof body !== 'string' && !(body instanceof URLSearchParams)) throw new Error('a body of another kind')
    const answer = await send(url, {
      ...{ method, headers, redirect, dispatcher },
      ...(body == null ? {} : { body: body.toString() }),
      ...(signal ? { signal } : {}),
    })
    // The library knows the global Response only; what it reads of it is the same.
    return new Response(answer.status === 204 ? null : await answer.arrayBuffer(), {
      status: answer.status,
      headers: [...answer.headers],
    })
  }
}

/** Whether the issuer could not answer, rather than would not. */
function isTrouble(error: unknown): boolean {
  // What is no problem of OAuth has the answer as its cause.
  const cause = error instanceof Error ? error.cause : null
  const from = error instanceof Error && 'status' in error ? error.status : cause instanceof Response ? cause.status : null
  return typeof from === 'number' && (from >= 500 || from === 429)
}

function isOfNetwork(error: unknown): boolean {
  if (error instanceof TypeError) return true
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT'
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return `${error.message.slice(0, 200)}${code}`
}
