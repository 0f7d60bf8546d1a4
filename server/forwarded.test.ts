import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkHeaders } from '#cli/request-headers.mjs'
import { readForwarded } from './forwarded.ts'

const SECRET = 'a secret of the proxy, long enough'
const proxy = {
  name: 'gate',
  userHeader: 'x-auth-user',
  groupsHeader: 'x-auth-groups',
  secretHeader: 'x-auth-secret',
  secret: SECRET,
}
const trustedPeers = new BlockList()
trustedPeers.addAddress('10.0.0.5', 'ipv4')
trustedPeers.addSubnet('10.9.0.0', 16, 'ipv4')
trustedPeers.addAddress('fd00::5', 'ipv6')

/** The headers behind our HTTP server, or the name of the one for which it refuses the request. */
function taken(
  peer: string,
  raw: readonly [string, string][],
  ways: Parameters<typeof readForwarded>[1] = { proxy, trustedPeers },
) {
  const headers: Record<string, string> = {}
  for (const [name, value] of raw) {
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  // What is looked at of a request, and nothing else of it.
  const request = { headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage
  const told = readForwarded({ headers, rawHeaders: raw.flat(), peer }, ways)
  const refused = told.refused ?? checkHeaders(request, { development: false })
  return refused ?? Object.assign(headers, told.headers)
}

const NAMED: [string, string][] = [
  ['X-Auth-User', 'ada'],
  ['X-Auth-Groups', 'soc'],
]
const PROVEN: [string, string][] = [...NAMED, ['X-Auth-Secret', SECRET]]

describe('whom a proxy names', () => {
  it.each(['10.0.0.5', '10.9.200.1', '::ffff:10.0.0.5', 'fd00::5'])(
    'is believed from the trusted peer %s with the secret',
    (peer) => {
      expect(taken(peer, PROVEN)).toMatchObject({ 'x-rollcall-user': 'ada', 'x-rollcall-groups': 'soc' })
    },
  )

  it.each(['10.0.0.6', '10.10.0.1', '127.0.0.1', '::1', '::ffff:10.0.0.6', 'fd00::6', 'unknown', ''])(
    'is not believed from %s, whatever it sends',
    (peer) => {
      const spoofs: [string, string][][] = [
        PROVEN,
        [...PROVEN, ['X-Forwarded-For', '10.0.0.5']],
        [...PROVEN, ['Forwarded', 'for=10.0.0.5']],
        [...PROVEN, ['X-Real-IP', '10.0.0.5']],
      ]
      for (const spoof of spoofs) {
        const left = taken(peer, spoof)
        expect(left).toEqual({ 'x-rollcall-peer': peer.replace('::ffff:', '') })
      }
      for (const name of ['X-Rollcall-Peer', 'X-Rollcall-User', 'X-Rollcall-Groups'])
        expect(taken(peer, [...PROVEN, [name, 'ada']])).toBe(name.toLowerCase())
    },
  )

  it.each([[[]], [[['X-Auth-Secret', '']]], [[['X-Auth-Secret', SECRET.slice(1)]]], [[['X-Auth-Secret', `${SECRET} `]]]] as [
    [string, string][],
  ][])('is not believed without the secret: %j', (secret) => {
    expect(taken('10.0.0.5', [...NAMED, ...secret])).toEqual({ 'x-rollcall-peer': '10.0.0.5' })
  })

  it.each([
    'x_auth_user',
    'X-Auth_User',
    'x_auth-groups',
    'X_Auth_Secret',
    'x_forwarded_for',
    'X_Rollcall_User',
    'x-rollcall_peer',
    'x_middleware_subrequest',
  ])('is refused with a header spelled %s, from everybody', (name) => {
    for (const peer of ['10.0.0.5', '192.0.2.1']) expect(taken(peer, [...PROVEN, [name, 'eve']])).toBe(name.toLowerCase())
  })

  it('is refused when a header of the proxy is there twice', () => {
    for (const twice of PROVEN)
      expect(taken('10.0.0.5', [...PROVEN, [twice[0].toLowerCase(), 'eve']])).toBe(twice[0].toLowerCase())
  })

  it('is nobody while the way is not set up', () => {
    const left = taken('10.0.0.5', PROVEN, { proxy: null, trustedPeers })
    expect(left).not.toHaveProperty('x-rollcall-user')
  })

  it('is never passed on under the names that the proxy uses', () => {
    const left = taken('10.0.0.5', PROVEN)
    for (const [name] of PROVEN) expect(left).not.toHaveProperty(name.toLowerCase())
    expect(JSON.stringify(left)).not.toContain(SECRET)
  })
})

describe('the address of the client', () => {
  it.each([
    ['192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['10.0.0.5', '198.51.100.7', '198.51.100.7'],
    ['10.0.0.5', '198.51.100.7, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.5', '198.51.100.7, 10.9.1.1', '198.51.100.7'],
    ['10.0.0.5', '1.1.1.1, evil', '10.0.0.5'],
    ['10.0.0.5', 'evil', '10.0.0.5'],
    ['10.0.0.5', '::ffff:198.51.100.7', '198.51.100.7'],
    ['10.0.0.5', '10.9.0.1, 10.9.0.2', '10.9.0.1'],
    ['10.0.0.5', '', '10.0.0.5'],
  ])('from %s that says “%s” is %s', (peer, forwarded, client) => {
    expect(taken(peer, [['X-Forwarded-For', forwarded]])).toMatchObject({ 'x-rollcall-peer': client })
  })

  it('is looked for in a long list without end to the work', () => {
    const forged = Array.from({ length: 5000 }, () => '10.9.0.1').join(', ')
    expect(taken('10.0.0.5', [['X-Forwarded-For', forged]])).toMatchObject({ 'x-rollcall-peer': '10.9.0.1' })
  })
})
