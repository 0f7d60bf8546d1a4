import net from 'node:net'

/**
 * Many clients of one server, each from one of ten addresses of this machine, that never end what they have to say:
 * `half-open.ts PORT COUNT`. Says `connected` once all are, and how they ended once all have. A program of its own: so many
 * connections need all the open files that one may have.
 */
const [port = 0, count = 0] = process.argv.slice(2).map(Number)
const AT_ONCE = 200
/** Others than Linux have one address of this machine only. */
const ADDRESSES = process.platform === 'linux' ? 10 : 1
const DRIP_MS = 100
const BEGINNINGS = ['', 'GET / HT', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'GET / HTTP/1.1\r\nHost: x\r\n'] as const

let still = 0
let timedOut = 0
let ended = 0

/** Resolves when it is connected. */
function connect(at: number): Promise<void> {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${1 + (at % ADDRESSES)}` })
  const isDripping = at % 100 === 3
  if (!isDripping) still++
  let answer = ''
  socket.setEncoding('latin1').on('data', (part: string) => {
    answer += part
  })
  socket.on('error', () => undefined)
  socket.once('close', () => {
    ended++
    // Of one that still writes, the answer may be lost.
    if (!isDripping && answer.startsWith('HTTP/1.1 408 ')) timedOut++
    tell()
  })
  return new Promise((resolve) => {
    socket.once('close', resolve)
    socket.once('connect', () => {
      socket.write(BEGINNINGS[at % BEGINNINGS.length] ?? '')
      if (isDripping) drip(socket)
      resolve()
    })
  })
}

/** A line now and then, as if it were still at it. */
function drip(socket: net.Socket): void {
  const timer = setInterval(() => socket.write('X-More: a\r\n'), DRIP_MS)
  socket.once('close', () => clearInterval(timer))
}

function tell(): void {
  if (ended === count) process.stdout.write(`all ended: ${still} of those that kept still, ${timedOut} timed out\n`)
}

for (let from = 0; from < count; from += AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => connect(from + i)))
process.stdout.write('connected\n')
