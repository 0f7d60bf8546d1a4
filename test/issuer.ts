import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import Provider from 'oidc-provider'

const KEY_ID = 'one'

/** A real OpenID Connect issuer on loopback, at which people sign in with their name alone. */
export async function startIssuer({
  client,
  origin = 'http://127.0.0.1:3000',
}: {
  client: { id: string; secret: string }
  /** Of the dashboard, which may need the issuer's address first. */
  origin?: string | Promise<string>
}) {
  const groups = new Map<string, readonly string[]>()
  const keys = { own: await generateKeyPair('RS256', { extractable: true }), other: await generateKeyPair('RS256') }
  const asked: string[] = []
  /** What is done to the claims of ID tokens on their way out, and with which key they are signed again. */
  const forge: { claims: ((claims: JWTPayload) => JWTPayload) | null; key: keyof typeof keys } = { claims: null, key: 'own' }
  /** Whether it gives what a session is renewed with, whether it works, and accounts that are gone. */
  const state = { renews: false, works: true, gone: new Set<string>() }

  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server.address())
  const url = `http://127.0.0.1:${port}`
  const jwk = { ...(await exportJWK(keys.own.privateKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }
  const provide = (own: string): Provider => {
    const provider: Provider = new Provider(url, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [`${own}/api/session/oidc/callback`],
          post_logout_redirect_uris: [`${own}/sign-in`],
          response_types: ['code'],
          grant_types: ['authorization_code', 'refresh_token'],
        },
      ],
      jwks: { keys: [jwk] },
      cookies: { keys: ['a key of the test'] },
      pkce: { required: () => true },
      scopes: ['openid', 'profile'],
      issueRefreshToken: async () => state.renews,
      rotateRefreshToken: true,
      claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, name) =>
        state.gone.has(name)
          ? undefined
          : {
              accountId: name,
              claims: () => ({ sub: `id-of-${name}`, preferred_username: name, groups: [...(groups.get(name) ?? [])] }),
            },
      // Everybody has agreed to everything already.
      ttl: { AccessToken: 600, RefreshToken: 86_400, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      async loadExistingGrant(context) {
        const { session, client: known } = context.oidc
        const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: known?.clientId ?? '' })
        grant.addOIDCScope('openid profile')
        await grant.save()
        return grant
      },
    })
    provider.use(async (context, next) => {
      asked.push(`${context.method} ${context.path}`)
      await next()
      const token: unknown = context.path === '/token' ? Reflect.get(Object(context.body), 'id_token') : null
      if (forge.claims === null || typeof token !== 'string') return
      const claims = forge.claims(decodeJwt(token))
      const signed = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      context.body = { ...Object(context.body), id_token: await signed.sign(keys[forge.key].privateKey) }
    })
    return provider
  }
  const made = Promise.resolve(origin).then(provide)
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const provider = await made
    if (!state.works) return response.writeHead(503).end()
    // Browsers ask for it by themselves.
    if (request.url === '/favicon.ico') return response.writeHead(204).end()
    if (request.url?.startsWith('/interaction/')) return interact(provider, request, response)
    return provider.callback()(request, response)
  })
  return {
    url,
    groups,
    forge,
    state,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A page that asks for the name; its form signs in whoever it says, or gives up. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html')
    response.end(
      '<!doctype html><title>Issuer</title><form method="post"><label>Name <input name="name"></label><button>Sign in</button></form>',
    )
    return
  }
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const name = new URLSearchParams(body).get('name') ?? ''
  const result = name === '' ? { error: 'access_denied', error_description: 'gave up' } : { login: { accountId: name } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address !== 'object' || address === null) throw new Error('the issuer has no port')
  return address
}
