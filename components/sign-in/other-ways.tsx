import { WAYS_TEXT } from '#lib/format/text-ways.ts'

/** Ways to sign in beside an account of a manager, as far as they are set up. */
export interface Ways {
  /** Name of the OpenID Connect issuer. */
  readonly oidc: string | null
  /** Whom the proxy in front names. */
  readonly proxyUser: string | null
  readonly local: boolean
}

/** Links, not forms: each leads away and comes back signed in. @param next a path of ours, already checked */
export function OtherWays({ ways: { oidc, proxyUser, local }, next }: { ways: Ways; next: string }) {
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <>
      {oidc !== null && (
        <a className="button large mt-3" href={`/api/session/oidc${query}`}>
          {WAYS_TEXT.with(oidc)}
        </a>
      )}
      {proxyUser !== null && (
        <a className="button large mt-3" href={`/api/session/proxy${query}`}>
          <span className="truncate">{WAYS_TEXT.goOnAs(proxyUser)}</span>
        </a>
      )}
      {local && (
        <p className="mt-4">
          <a className="meta underline" href={`/sign-in?way=local${query.replace('?', '&')}`}>
            {WAYS_TEXT.local}
          </a>
        </p>
      )}
    </>
  )
}
