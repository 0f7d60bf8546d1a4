import { createHash, timingSafeEqual } from 'node:crypto'
import { type BlockList, isIP } from 'node:net'
import type { WaysConfig } from './ways.ts'

/** A request as Node's HTTP server has it; `headers` may be changed. */
export interface Incoming {
  readonly headers: Record<string, string | string[] | undefined>
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[]
  /** Address that opened the connection. */
  readonly peer: string
}

/** What a request comes with, as far as it may say so. */
export interface Forwarded {
  /** Name of the header for which the request is to be refused. */
  readonly refused: string | null
  /** Headers of our own to put in: `x-rollcall-peer`, the client's address, and perhaps `x-rollcall-user` and `x-rollcall-groups`. */
  readonly headers: Readonly<Record<string, string>>
}

/** Addresses of X-Forwarded-For that are looked at, from the last one on. */
const HOPS_MAX = 20

/**
 * Whom a trusted proxy speaks for: the client's address, and whom it names, if it proves itself. Takes the proxy's own headers away, so that
 * nothing behind this looks at what a proxy says. Anybody else's word counts for nothing.
 */
export function readForwarded(
  { headers, rawHeaders, peer }: Incoming,
  { proxy, trustedPeers }: Pick<WaysConfig, 'proxy' | 'trustedPeers'>,
): Forwarded {
  const own = proxy ? [proxy.userHeader, proxy.groupsHeader, proxy.secretHeader] : []
  const names = rawHeaders.filter((_text, index) => index % 2 === 0).map((name) => name.toLowerCase())
  // To many proxies `x_auth_user` is the same name, so that the one they do not look at could come through; and of two, either.
  const isStrange = (name: string) =>
    own.includes(name.replaceAll('_', '-')) && (name.includes('_') || names.indexOf(name) !== names.lastIndexOf(name))
  const refused = names.find(isStrange) ?? null
  const isTrusted = includes(trustedPeers, plain(peer))
  const client = isTrusted ? clientOf(plain(peer), textOf(headers['x-forwarded-for']), trustedPeers) : plain(peer)
  const [user = '', groups = '', secret = ''] = own.map((name) => textOf(headers[name]))
  for (const name of own) delete headers[name]
  const isNamed = proxy !== null && isTrusted && user !== '' && isSame(secret, proxy.secret)
  return {
    refused,
    headers: { 'x-rollcall-peer': client, ...(isNamed ? { 'x-rollcall-user': user, 'x-rollcall-groups': groups } : {}) },
  }
}

/** The last address that no trusted proxy has; what stands before it is only said. */
function clientOf(peer: string, forwarded: string, trusted: BlockList): string {
  let client = peer
  for (const hop of forwarded.split(',').reverse().slice(0, HOPS_MAX)) {
    const address = plain(hop.trim())
    if (isIP(address) === 0) break
    client = address
    if (!includes(trusted, address)) break
  }
  return client
}

function includes(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** An IPv4 address as such, also where it came over a socket for both. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'latin1').digest()
  return timingSafeEqual(digest(given), digest(Buffer.from(secret, 'utf8').toString('latin1')))
}
