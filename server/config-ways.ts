import { X509Certificate } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { readGroupsFile } from './config-groups.ts'
import { readFile } from './config-manager.ts'
import type { Settings } from './config-names.ts'
import { readSecret } from './config-secrets.ts'
import { parsePasswordHash } from './password-hash.ts'
import type { LocalWay, OidcWay, ProxyWay, WaysConfig } from './ways.ts'

interface Report {
  readonly problems: string[]
  readonly warnings: string[]
  /** Ids of the configured managers. */
  readonly managers: readonly string[]
}

/** Reads every setting of the other ways to sign in; what is wrong is added to `problems`. */
export function readWays(settings: Settings, { problems, warnings, managers }: Report): WaysConfig {
  const trustedPeers = readPeers(settings['TRUSTED_PROXIES'], problems)
  const oidc = readOidc(settings, problems, warnings)
  const proxy = readProxy(settings, problems, warnings)
  const local = readLocal(settings, problems, warnings)
  const file = settings['GROUPS_FILE']
  const groups = file === undefined ? [] : readGroupsFile(file, managers, problems)
  if (file === undefined && (oidc ?? proxy) !== null)
    problems.push('GROUPS_FILE is not set: set the path of the file that says what each group may do, see docs/sign-in.md')
  return Object.freeze({ oidc, proxy, local, groups, trustedPeers })
}

function readPeers(text: string | undefined, problems: string[]): BlockList {
  const list = new BlockList()
  for (const entry of (text ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : null
    const most = family === 'ipv4' ? 32 : 128
    const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
    if (family === null || !isPrefix || entry.split('/').length > 2)
      problems.push(`TRUSTED_PROXIES: “${entry.slice(0, 60)}” is no address or range: set some such as 127.0.0.1,10.1.0.0/16`)
    else if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function readOidc(settings: Settings, problems: string[], warnings: string[]): OidcWay | null {
  const before = problems.length
  const text = settings['OIDC_ISSUER']
  if (text === undefined) {
    const other = Object.keys(settings).find((name) => name.startsWith('OIDC_'))
    if (other !== undefined) problems.push(`${other} is set, but OIDC_ISSUER is not: set the issuer, or remove it`)
    return null
  }
  const issuer = URL.canParse(text) ? new URL(text) : null
  // Plain HTTP would show the code and the client's secret to everybody on the way.
  const isSafe =
    issuer?.protocol === 'https:' || (issuer?.protocol === 'http:' && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(issuer.hostname))
  if (!issuer || !isSafe || issuer.username !== '' || issuer.search !== '' || issuer.hash !== '')
    problems.push('OIDC_ISSUER is not the https:// address of an issuer: set one such as https://login.example.com/realms/soc')
  const clientId = settings['OIDC_CLIENT_ID']
  if (clientId === undefined) problems.push('OIDC_CLIENT_ID is not set: set the id under which the issuer knows this dashboard')
  const clientSecret = readSecret(settings, 'OIDC_CLIENT_SECRET', problems, warnings)
  const ca = settings['OIDC_CA_FILE'] === undefined ? null : readFile('OIDC_CA_FILE', settings['OIDC_CA_FILE'], problems)
  if (ca !== null && !isCertificate(ca)) problems.push('OIDC_CA_FILE holds no certificate: set the path of a PEM file')
  const scopes = settings['OIDC_SCOPES'] ?? 'openid profile'
  if (!scopes.split(/\s+/).includes('openid')) problems.push('OIDC_SCOPES lacks openid: set scopes such as openid profile groups')
  if (problems.length > before || issuer === null || clientId === undefined) return null
  return Object.freeze({
    ...{ issuer, clientId, clientSecret, scopes, ca },
    name: settings['OIDC_NAME'] ?? 'single sign-on',
    userClaim: settings['OIDC_USER_CLAIM'] ?? 'preferred_username',
    groupsClaim: settings['OIDC_GROUPS_CLAIM'] ?? 'groups',
  })
}

/** Shorter ones can be guessed. */
const SECRET_LENGTH = 24

function readProxy(settings: Settings, problems: string[], warnings: string[]): ProxyWay | null {
  const before = problems.length
  const user = settings['PROXY_USER_HEADER']
  if (user === undefined) {
    const other = Object.keys(settings).find((name) => name.startsWith('PROXY_'))
    if (other !== undefined) problems.push(`${other} is set, but PROXY_USER_HEADER is not: set the header, or remove it`)
    return null
  }
  const names = {
    PROXY_USER_HEADER: user,
    PROXY_GROUPS_HEADER: settings['PROXY_GROUPS_HEADER'],
    PROXY_SECRET_HEADER: settings['PROXY_SECRET_HEADER'],
  }
  for (const [name, value] of Object.entries(names)) {
    // With an underscore two names are one to many proxies, and the wrong one may come through.
    if (value === undefined || !/^[A-Za-z][A-Za-z0-9-]{2,63}$/.test(value))
      problems.push(`${name} is not the name of a header (letters, digits and -): set one such as X-Auth-${name.split('_')[1]}`)
  }
  const lower = Object.values(names).map((value) => value?.toLowerCase() ?? '')
  if (new Set(lower).size < lower.length) problems.push('PROXY_…_HEADER: two of the three names are the same: set three names')
  if (lower.some((name) => TAKEN.test(name)))
    problems.push('PROXY_…_HEADER names a header with another meaning: set names of your own')
  if (settings['TRUSTED_PROXIES'] === undefined)
    problems.push('TRUSTED_PROXIES is not set: set the addresses from which the proxy connects, such as 127.0.0.1')
  const secret = readSecret(settings, 'PROXY_SECRET', problems, warnings)
  if (secret === null || secret.length < SECRET_LENGTH)
    problems.push(
      `PROXY_SECRET is not set or shorter than ${SECRET_LENGTH} characters: set what the proxy sends in PROXY_SECRET_HEADER`,
    )
  const [userHeader = '', groupsHeader = '', secretHeader = ''] = lower
  if (problems.length > before || secret === null) return null
  return Object.freeze({ userHeader, groupsHeader, secretHeader, secret, name: settings['PROXY_NAME'] ?? 'single sign-on' })
}

const TAKEN =
  /^(host|cookie|origin|connection|content-.*|transfer-encoding|authorization|x-forwarded-(for|host|proto|port)|sec-.*)$/

function readLocal(settings: Settings, problems: string[], warnings: string[]): LocalWay | null {
  const username = settings['LOCAL_ADMIN_USER'] ?? 'admin'
  const text = readSecret(settings, 'LOCAL_ADMIN_HASH', problems, warnings)
  if (text === null) {
    if (settings['LOCAL_ADMIN_USER'] !== undefined && settings['LOCAL_ADMIN_HASH_FILE'] === undefined)
      problems.push('LOCAL_ADMIN_USER is set, but LOCAL_ADMIN_HASH is not: make one with npm run hash-password')
    return null
  }
  const hash = parsePasswordHash(text)
  if (hash === null) problems.push('LOCAL_ADMIN_HASH is no hash of a password: make one with npm run hash-password')
  if (!/^[\w.@-]{1,64}$/.test(username)) problems.push('LOCAL_ADMIN_USER is not a name of letters, digits and . _ @ -')
  return hash && Object.freeze({ username, hash })
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null
  } catch {
    return false
  }
}
