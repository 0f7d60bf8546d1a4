import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const LISTENER = `require('node:net').createServer().listen(0, '127.0.0.1', 1, function () { console.log(this.address().port) })`
/** More than may wait for a program that takes none. */
const WAITING = 8

/** An address at which the system drops every further attempt to connect, as a firewall does: a program stands, and its queue is full. */
export async function startBlackHole(): Promise<{ url: string; close(): void }> {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const port = Number(String(line))
  child.kill('SIGSTOP')
  const sockets: Socket[] = Array.from({ length: WAITING }, () => connect(port, '127.0.0.1').on('error', () => undefined))
  // Those that find room in the queue are connected at once, whoever they are.
  await Promise.race(sockets.map((socket) => once(socket, 'connect')))
  return {
    url: `https://127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
