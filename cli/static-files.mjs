// The pages' code and styles, compressed once when they are built: a browser loads a fifth of their size, and serving costs nothing more.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { SECURITY_HEADERS } from './security-headers.mjs'

const TYPES = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8' }
const PACKED = '.br'

/** Writes a compressed copy beside each file that is worth one. @param {string} folder `static` of a build */
export function compressStatic(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!(path.extname(name) in TYPES)) continue
    const file = path.join(folder, name)
    writeFileSync(file + PACKED, brotliCompressSync(readFileSync(file)))
  }
}

/**
 * Answers requests for those files from memory where the browser takes them compressed.
 * @param {string} folder `static` of a build
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} whether it did
 */
export function staticFiles(folder) {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(PACKED))
      .map((name) => [
        `/_next/static/${name.slice(0, -PACKED.length).split(path.sep).join('/')}`,
        readFileSync(path.join(folder, name)),
      ]),
  )
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const body = files.get(request.url?.split('?', 1)[0] ?? '')
    if (!body || !/\bbr\b/.test(request.headers['accept-encoding']?.toString() ?? '')) return false
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Encoding': 'br',
      'Content-Length': body.length,
      'Content-Type': TYPES[path.extname(request.url?.split('?', 1)[0] ?? '')],
      Vary: 'Accept-Encoding',
    })
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}
