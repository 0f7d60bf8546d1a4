// The bare server: with TLS of its own or without, with limits on what a connection may cost before anybody has read what it says.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { limitAll, limitPeers } from './connections.mjs'

const LIMITS = {
  /** From the first byte to the last of a request, and to the end of its headers. */
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 65_000,
  /** How often the two are looked after; Node's own 30 s would make 40 of 10. */
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
  handshakeTimeout: 10_000,
}
const HEADERS_MAX = 100
/** Connections of one peer. */
const PEER_CONNECTIONS = 1000
const CERTIFICATE_LOOK_MS = 30_000
const DAY_MS = 86_400_000

/**
 * @param {{ cert: string, key: string } | null} files PEM files for TLS; they are read again while the server runs, and taken when they fit
 * @param {Partial<typeof LIMITS> & { peerConnections?: number, allConnections?: number, certificateLookMs?: number, say?: (line: string) => void }} options
 * @returns {http.Server} not yet listening
 * @throws when the files can't be read or do not belong together
 */
export function createWebServer(files, given = {}) {
  const { peerConnections = PEER_CONNECTIONS, allConnections, certificateLookMs, say = tell, ...limits } = given
  const options = { ...LIMITS, ...limits }
  const pair = files && readPair(files)
  const server = pair ? https.createServer({ ...options, ...pair, minVersion: 'TLSv1.2' }) : http.createServer(options)
  server.maxHeadersCount = HEADERS_MAX
  limitPeers(server, peerConnections)
  limitAll(server, allConnections)
  if (pair) keepCertificate(server, files, pair, { say, everyMs: certificateLookMs ?? CERTIFICATE_LOOK_MS })
  return server
}

function readPair({ cert, key }) {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}

/** Renewed files are taken for new connections; ones that do not fit, as in the middle of a renewal, are left and said once. */
function keepCertificate(server, files, first, { say, everyMs }) {
  let current = first
  let refused = ''
  warnOfEnd(current.cert, say)
  const look = () => {
    try {
      const found = readPair(files)
      if (found.cert === current.cert && found.key === current.key) return
      server.setSecureContext({ ...found, minVersion: 'TLSv1.2' })
      current = found
      refused = ''
      say(`the renewed certificate is in use, valid until ${new X509Certificate(found.cert).validTo}`)
      warnOfEnd(found.cert, say)
    } catch (error) {
      if (error.message !== refused) say(`the renewed certificate can’t be used, the one before stays: ${error.message}`)
      refused = error.message
    }
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

function warnOfEnd(pem, say) {
  const days = Math.floor((Date.parse(new X509Certificate(pem).validTo) - Date.now()) / DAY_MS)
  if (days < 14) say(`the certificate in TLS_CERT_FILE ${days < 0 ? 'has expired' : `expires in ${days} days`}`)
}

function tell(line) {
  console.error(`rollcall: ${line}`)
}
