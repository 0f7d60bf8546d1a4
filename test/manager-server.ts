import 'reflect-metadata'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import * as x509 from '@peculiar/x509'
import type { ManagerConfig } from '#server/config.ts'

export interface Certificate {
  pem: string
  key: string
  /** SHA-256, lower-case hexadecimal without colons. */
  fingerprint: string
  issuer: { certificate: x509.X509Certificate; keys: CryptoKeyPair }
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A certificate for `host` (an address), signed by `ca` or by itself. */
export async function makeCertificate(
  options: { host?: string; ca?: Certificate; expired?: boolean; isCa?: boolean } = {},
): Promise<Certificate> {
  const { host = '127.0.0.1', ca, expired = false, isCa = false } = options
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const name = `CN=${isCa ? 'Test authority' : host}, O=${Math.random().toString(36).slice(2)}`
  const day = 86_400_000
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: ca?.issuer.certificate.subject ?? name,
    notBefore: new Date(Date.now() - 10 * day),
    notAfter: new Date(Date.now() + (expired ? -day : day)),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey: (ca?.issuer.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: host.includes('example') ? 'dns' : 'ip', value: host }]),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const fingerprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex')
  const pem = certificate.toString('pem')
  return {
    pem,
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
    fingerprint,
    issuer: { certificate, keys },
  }
}

export interface TestServer {
  url: URL
  close(): Promise<void>
}

/** An HTTPS server that answers with `handler`, and knows nothing of managers. */
export function startHttps(certificate: Certificate, handler: (request: IncomingMessage, response: ServerResponse) => void) {
  return listen(createHttpsServer({ cert: certificate.pem, key: certificate.key }, handler), 'https')
}

/** A TLS server that only listens; `received` is every byte of plain text that reached it. */
export async function startListener(
  certificate: Certificate,
): Promise<TestServer & { received: Buffer[]; connections: () => number }> {
  const received: Buffer[] = []
  let connections = 0
  const server = createTlsServer({ cert: certificate.pem, key: certificate.key }, (socket) => {
    socket.on('data', (bytes) => received.push(bytes))
    socket.on('error', () => undefined)
  })
  server.on('tlsClientError', () => undefined)
  server.on('connection', () => connections++)
  return { ...(await listen(server, 'https')), received, connections: () => connections }
}

/** A server without TLS. */
export function startPlain() {
  return listen(
    createServer((_request, response) => response.end('plain')),
    'http',
  )
}

async function listen(server: Server, protocol: 'http' | 'https'): Promise<TestServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server)
  return {
    url: new URL(`${protocol}://127.0.0.1:${port}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  return address
}

export const PASSWORD = 'c4n4ry-Passw0rd!'

export function managerAt(url: URL, tls: Partial<ManagerConfig['tls']> = {}): ManagerConfig {
  return {
    id: 'test',
    name: 'Test',
    url,
    user: 'reader',
    password: PASSWORD,
    tls: { ca: null, fingerprint: null, insecure: false, ...tls },
  }
}

let tokens = 0
/** A token like the manager's; each one is different. */
export function makeToken(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES512' })}.${part({ nbf: 1000, exp: 1900, jti: ++tokens })}.c2lnbmF0dXJl`
}
