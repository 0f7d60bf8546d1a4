// How many connections there may be, of one peer and in all, and which give way when there are too many.
import { readFileSync } from 'node:fs'

const ALL_CONNECTIONS = 10_000
/** Open files that connections leave for everything else. */
const OTHER_FILES = 500
const LEAST_CONNECTIONS = 100

/**
 * Keeps the connections of one peer to so many; those of this machine itself have no such limit: behind a proxy all are the proxy's.
 * @param {import('node:http').Server} server
 * @param {number} max
 */
export function limitPeers(server, max) {
  const open = new Map()
  server.on('connection', (socket) => {
    const peer = socket.remoteAddress ?? ''
    if (isLoopback(peer)) return
    const count = (open.get(peer) ?? 0) + 1
    if (count > max) return socket.destroy()
    open.set(peer, count)
    socket.once('close', () => {
      const left = (open.get(peer) ?? 1) - 1
      if (left > 0) open.set(peer, left)
      else open.delete(peer)
    })
  })
}

/**
 * Keeps all connections to so many. A new one takes the place of the one that has been silent the longest, and is refused only while
 * requests are under way on all: whoever opens many and says nothing must not keep others out.
 * @param {import('node:http').Server} server
 * @param {number} max
 */
export function limitAll(server, max = connectionsMax()) {
  const places = new Map()
  /** Those without a request under way, in the order in which they fell silent. */
  const silent = new Set()
  server.on('connection', (socket) => {
    if (socket.destroyed) return
    const name = nameOf(socket)
    const place = { name, socket, requests: 0 }
    if (places.size >= max && !giveWay()) return socket.destroy()
    places.set(name, place)
    silent.add(place)
    socket.once('close', () => {
      silent.delete(place)
      if (places.get(name) === place) places.delete(name)
    })
  })
  server.on('request', ({ socket }, response) => {
    const place = places.get(nameOf(socket))
    if (!place) return
    place.requests++
    silent.delete(place)
    response.once('close', () => {
      place.requests--
      if (place.requests === 0 && !place.socket.destroyed) silent.add(place)
    })
  })

  function giveWay() {
    const [oldest] = silent
    if (!oldest) return false
    silent.delete(oldest)
    places.delete(oldest.name)
    oldest.socket.destroy()
    return true
  }
}

/** Over TLS a request has another socket than its connection; both have the same ends. */
function nameOf({ localAddress, localPort, remoteAddress, remotePort }) {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`
}

/** Each connection is an open file, of which a process may have so many; a system that does not tell has enough. */
function connectionsMax() {
  try {
    const [, files] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return Math.max(LEAST_CONNECTIONS, Math.min(ALL_CONNECTIONS, Number(files ?? ALL_CONNECTIONS) - OTHER_FILES))
  } catch {
    return ALL_CONNECTIONS
  }
}

function isLoopback(address) {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
