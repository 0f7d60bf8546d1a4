import type { OsProfile } from './os-mix.ts'

const sites = ['ams', 'fra', 'par', 'lon', 'mad', 'nyc', 'sfo', 'sao', 'sin', 'syd', 'tyo', 'jnb']
const serverRoles = ['web', 'db', 'app', 'cache', 'mail', 'proxy', 'build', 'log', 'k8s', 'nfs', 'auth', 'queue']

/** Names that authd accepts and careless software stumbles over; none of them sorts before the ordinary ones, where people look first. */
export const awkwardNames = [
  'null',
  'undefined',
  'true',
  'NaN',
  'constructor',
  'toString',
  'valueOf',
  'DROP-TABLE-agents',
  'x'.repeat(128),
  'host.with.many.dots.example.internal',
  'UPPER_lower-0123.Mixed',
] as const

/**
 * A host name after site, role and number, unique by id.
 * @param draw a number that picks site and role
 */
export function hostName(id: number, os: OsProfile, draw: number): string {
  const site = sites[draw % sites.length] ?? 'ams'
  const number = String(id).padStart(4, '0')
  if (os.platform === 'darwin') return `MAC-${site.toUpperCase()}-${number}`
  if (os.kind === 'desktop') return `${draw % 3 === 0 ? 'LT' : 'WS'}-${site.toUpperCase()}-${number}`
  const role = serverRoles[(draw >>> 8) % serverRoles.length] ?? 'app'
  return os.platform === 'windows' ? `SRV-${site.toUpperCase()}-${role.toUpperCase()}-${number}` : `${site}-${role}-${number}`
}

/** A private address, unique by id; one in forty is IPv6, written out in full as the manager stores it. */
export function privateAddress(id: number, draw: number): string {
  const high = id >>> 16
  const middle = (id >>> 8) & 255
  const low = id & 255
  if (draw % 40 === 0) {
    const group = (n: number) => n.toString(16).toUpperCase().padStart(4, '0')
    return `FD12:3456:789A:0001:0000:0000:${group(id >>> 16)}:${group(id & 0xffff)}`
  }
  if (draw % 17 === 0 && high === 0) return `172.${16 + (draw % 16)}.${middle}.${low}`
  return `10.${(draw % 12) * 8 + high}.${middle}.${low}`
}
