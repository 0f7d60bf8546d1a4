import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { loadCertificate } from './certificate.ts'
import { type DemoClock, steerableClock, systemWait, type Wait } from './clock.ts'
import { type DemoControl, makeControl } from './control/control.ts'
import { startControlServer } from './control/control-server.ts'
import { openFaultDesk } from './control/faults.ts'
import { openLedger } from './control/ledger.ts'
import { openLine } from './control/line.ts'
import { birthOf } from './fleet/birth.ts'
import { type FleetChoice, makeFleet } from './fleet/make-fleet.ts'
import { openLoginGate } from './security/login-gate.ts'
import { applyPolicyFile, type PolicyFile } from './security/policy-file.ts'
import { openTokenOffice } from './security/tokens.ts'
import type { DemoState } from './wire/call.ts'
import { openLatency } from './wire/latency.ts'
import { openRequestLimit } from './wire/request-limit.ts'
import { serve } from './wire/serve.ts'

/** A request line may name thousands of agents. */
const MAX_HEAD_BYTES = 65_536

export interface DemoOptions extends FleetChoice {
  /** 0 (the default) takes a free port. */
  readonly port?: number
  readonly host?: string
  readonly clock?: DemoClock
  /** How answers are delayed; on the system's timers by default. */
  readonly wait?: Wait
  /** Where the certificate and the birth dates of fleets are kept between starts; nowhere when absent. */
  readonly certDir?: string
  /** Opens the control port on loopback; 0 takes a free one. */
  readonly controlPort?: number
  /** 300 as the manager has it; 0 switches the limit off. */
  readonly requestsPerMinute?: number
  /** Takes the time the real manager would take; off by default. */
  readonly latency?: boolean
  /** Accounts, roles and policies on top of the demo's own. */
  readonly policies?: PolicyFile
  /** Epoch milliseconds around which a generated fleet is laid out; the clock's now by default. */
  readonly bornAt?: number
}

export interface Demo {
  readonly url: string
  readonly port: number
  /** Set when a control port was asked for. */
  readonly controlPort?: number
  /** SHA-256 of the certificate, lower-case hex without colons. */
  readonly fingerprint: string
  /** The certificate to trust, as PEM. */
  readonly caPem: string
  readonly control: DemoControl
  stop(): Promise<void>
}

/** The moment around which this fleet is laid out (epoch seconds). */
export function birthOfFleet({ agents, seed, certDir, bornAt }: DemoOptions, nowSeconds: number): Promise<number> {
  if (bornAt !== undefined) return Promise.resolve(Math.floor(bornAt / 1000))
  return birthOf(certDir, `${seed ?? 1}/${agents ?? 2000}`, nowSeconds)
}

/**
 * Starts a demo manager on HTTPS and resolves when it listens.
 * @throws Error `EADDRINUSE` when the port is taken
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const clock = steerableClock(options.clock)
  const certificate = await loadCertificate(options.certDir)
  const bornAt = await birthOfFleet(options, clock.seconds())
  const demo: DemoState = {
    apiVersion: '4.14.7',
    clock,
    tokens: await openTokenOffice(clock),
    loginGate: openLoginGate(clock),
    fleet: makeFleet(options, bornAt),
    ...applyPolicyFile(options.policies ?? {}),
  }
  const parts = {
    demo,
    limit: openRequestLimit(clock, options.requestsPerMinute ?? 300),
    desk: openFaultDesk(),
    ledger: openLedger(),
    latency: options.latency ? openLatency() : undefined,
    wait: options.wait ?? systemWait,
  }
  const onRequest: RequestListener = (request, response) => {
    // Nothing in `serve` is expected to throw; if it does, the client sees a broken connection, not silence.
    serve(parts, request, response).catch(() => request.socket.destroy())
  }
  const { certPem: cert, keyPem: key } = certificate
  const server = createServer({ cert, key, keepAlive: true, maxHeaderSize: MAX_HEAD_BYTES }, onRequest)
  server.on('checkExpectation', onRequest)
  const host = options.host ?? '127.0.0.1'
  const line = await openLine(server, options.port ?? 0, host)
  const control = makeControl({ ...parts, line, makeFleet: (choice) => makeFleet(choice, clock.seconds()) })
  const side = options.controlPort === undefined ? undefined : await startControlServer(control, options.controlPort)
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${line.port}`,
    port: line.port,
    ...(side ? { controlPort: side.port } : {}),
    fingerprint: certificate.fingerprint,
    caPem: certificate.certPem,
    control,
    async stop() {
      await Promise.all([line.close(), side?.stop()])
    },
  }
}
