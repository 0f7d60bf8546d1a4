import { createHash } from 'node:crypto'
import type { Config } from '#server/config.ts'
import { WAY_IDS, type WayId, type WaysConfig } from '#server/ways.ts'

/** Everybody who may vouch for a person. */
export interface VoucherConfig extends Pick<Config, 'ways'> {
  readonly managers: readonly Pick<Config['managers'][number], 'id' | 'name' | 'url'>[]
}

/**
 * By the name under which the store keeps the sessions of each voucher: its id. The name holds a mark of how the voucher is set up, so that
 * no session outlives a change of that; an `@` is in no manager's id, so no two share a name.
 */
export function vouchers({ managers, ways }: VoucherConfig): ReadonlyMap<string, string> {
  const found = new Map(managers.map(({ id, url }) => [`${id}@${mark(url.origin)}`, id]))
  for (const way of WAY_IDS) {
    const setUp = describe(ways, way)
    if (setUp !== null) found.set(`${way}@${mark(setUp)}`, way)
  }
  return found
}

export function isWay(voucher: string): voucher is WayId {
  return WAY_IDS.some((way) => way === voucher)
}

/** What people read of who vouches for somebody. */
export function voucherName(
  voucher: string,
  { managers, ways }: Pick<Config, 'ways'> & { managers: readonly { id: string; name: string }[] },
): string {
  switch (voucher) {
    case '@oidc':
      return ways.oidc?.name ?? voucher
    case '@proxy':
      return ways.proxy?.name ?? voucher
    case '@local':
      return 'this dashboard'
    default:
      return managers.find(({ id }) => id === voucher)?.name ?? voucher
  }
}

/** What a session of this way depends on, as text, or `null` when the way is not set up. */
function describe({ oidc, proxy, local }: WaysConfig, way: WayId): string | null {
  switch (way) {
    case '@oidc':
      return oidc && JSON.stringify([oidc.issuer.href, oidc.clientId, oidc.userClaim, oidc.groupsClaim])
    case '@proxy':
      return proxy && JSON.stringify([proxy.userHeader, proxy.groupsHeader])
    case '@local':
      // Of the hash, so that another password ends the sessions of the one before.
      return local && JSON.stringify([local.username, Buffer.from(local.hash.key).toString('base64url')])
  }
}

function mark(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
