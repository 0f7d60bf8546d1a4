import http from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own: the least that a server can do about forged cookies. It says where it listens, and goes when it is told to stop.
const server = http.createServer((request, response) => {
  request.resume()
  response.writeHead(401, { 'content-length': 0 }).end()
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('message', () => process.exit(0))
