import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'
import type { ManagerConfig } from '#server/config.ts'
import { ManagerError } from './errors.ts'

/** The certificate that a manager showed last, whether or not it was taken. */
export interface SeenCertificate {
  /** SHA-256, lower-case hexadecimal without colons. */
  readonly fingerprint: string
  /** Epoch milliseconds; NaN when it does not say. */
  readonly validTo: number
}

/**
 * Connects to the manager and judges its certificate after the handshake, before the socket is handed over: a refused
 * one fails with `refused_certificate` and not one byte of HTTP is written.
 */
export function createConnector(
  tls: ManagerConfig['tls'],
  connectTimeoutMs: number,
  onSeen: (certificate: SeenCertificate) => void = () => undefined,
): buildConnector.connector {
  const connect = buildConnector({
    // The verdict is ours alone, so that a refused certificate can be shown by its fingerprint.
    rejectUnauthorized: false,
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.fingerprint === null ? {} : { checkServerIdentity: () => undefined }),
    // A resumed session would skip the check of the host name.
    maxCachedSessions: 0,
    minVersion: 'TLSv1.2',
    timeout: connectTimeoutMs,
  })
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null)
      const { fingerprint256, valid_to } = asTlsSocket(socket).getPeerCertificate()
      onSeen({ fingerprint: fingerprint256?.replaceAll(':', '').toLowerCase() ?? '', validTo: Date.parse(valid_to) })
      const refusal = judge(tls, asTlsSocket(socket), options.hostname)
      if (refusal === null) return callback(null, socket)
      socket.destroy()
      callback(refusal, null)
    })
}

function judge(tls: ManagerConfig['tls'], socket: TLSSocket, host: string): ManagerError | null {
  if (tls.insecure) return null
  const seen = socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase() ?? ''
  const isTrusted = socket.authorized
  if (tls.fingerprint === null ? isTrusted : seen === tls.fingerprint && (tls.ca === null || isTrusted)) return null
  const isPinned = seen === tls.fingerprint
  const reason =
    tls.fingerprint === null || isPinned ? describe(String(socket.authorizationError), host) : 'it is not the one that is set'
  const advice = isPinned
    ? 'Set the MANAGER_CA_FILE that signed it, or leave MANAGER_CA_FILE out.'
    : `If it is the right one, set MANAGER_FINGERPRINT=${seen}`
  const message = `The manager's certificate is refused: ${reason}. Nothing was sent. ${advice}`
  return new ManagerError('refused_certificate', message, { fingerprint: seen })
}

function describe(code: string, host: string): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'it has expired'
    case 'CERT_NOT_YET_VALID':
      return 'it is not valid yet'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return 'it is self-signed'
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'the authority that signed it is not trusted'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `it is not made out to ${isIP(host) ? 'the address' : 'the host'} ${host}`
    default:
      return `it can't be verified (${code})`
  }
}

/** Guarantee: the manager's URL is `https:`, so undici's connector only makes TLS sockets for it. */
function asTlsSocket(socket: object): TLSSocket {
  return socket as TLSSocket
}
