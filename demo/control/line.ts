import type { Server as SecureServer } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { type Certificate, makeCertificate } from '../certificate.ts'

/** `refused`: nothing listens. `silent`: connections are taken, and then nothing ever comes. */
export type LineState = 'open' | 'refused' | 'silent'

/** The line on which a demo is reached, at one address as long as it runs. */
export interface Line {
  readonly port: number
  /** Ends every connection and goes on in this state. */
  setState(state: LineState): Promise<void>
  /** From now on shows another certificate, of the same key pair or not, good or long expired. */
  swapCertificate(kind: 'another' | 'expired'): Promise<Certificate>
  close(): Promise<void>
}

/** @throws Error `EADDRINUSE` when the port is taken */
export async function openLine(server: SecureServer, wanted: number, host: string): Promise<Line> {
  const port = await listen(server, wanted, host)
  let state: LineState = 'open'
  const held = new Set<Socket>()
  const mute = createServer((socket) => {
    held.add(socket)
    socket.on('error', () => undefined).on('close', () => held.delete(socket))
  })
  const shut = async () => {
    if (state === 'open') await close(server, () => server.closeAllConnections())
    if (state === 'silent')
      await close(mute, () => {
        for (const socket of held) socket.destroy()
      })
  }
  return {
    port,
    async setState(next) {
      await shut()
      state = next
      if (next === 'open') await listen(server, port, host)
      if (next === 'silent') await listen(mute, port, host)
    },
    async swapCertificate(kind) {
      const made = await makeCertificate(kind === 'expired')
      server.setSecureContext({ cert: made.certPem, key: made.keyPem })
      server.closeAllConnections()
      return made
    },
    close: shut,
  }
}

function listen(server: Server | SecureServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(boundPort(server.address()))
    })
  })
}

function close(server: Server | SecureServer, endConnections: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    endConnections()
  })
}

function boundPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
