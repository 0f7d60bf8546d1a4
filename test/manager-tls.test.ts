import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ManagerConfig } from '#server/config.ts'
import { createManagerClient } from '#server/manager/client.ts'
import { HastyClock } from './manager-clock.ts'
import {
  type Certificate,
  makeCertificate,
  makeToken,
  managerAt,
  startHttps,
  startListener,
  startPlain,
  type TestServer,
} from './manager-server.ts'

let ca: Certificate
let good: Certificate
const servers: TestServer[] = []

beforeAll(async () => {
  ca = await makeCertificate({ isCa: true })
  good = await makeCertificate({ ca })
})
afterAll(() => Promise.all(servers.map((server) => server.close())))

function clientOf(manager: ManagerConfig, limits = {}) {
  return createManagerClient({ manager, clock: new HastyClock(), log: pino({ level: 'silent' }), budgetPerMinute: 1000, limits })
}

/** Asks a manager behind this certificate for its version. */
async function ask(certificate: Certificate, tls: Partial<ManagerConfig['tls']>) {
  const server = await startHttps(certificate, (request, response) => {
    response.setHeader('content-type', 'application/json')
    const data =
      request.method === 'POST'
        ? { token: makeToken() }
        : { api_version: '4.14.7', hostname: 'h', timestamp: '2026-11-21T09:49:09Z' }
    response.end(JSON.stringify({ data, error: 0 }))
  })
  servers.push(server)
  const client = clientOf(managerAt(server.url, tls))
  return client.getInfo().finally(() => client.close())
}

/** Asks somebody who only listens, and gives the error; not one byte may have arrived. */
async function refusalOf(certificate: Certificate, tls: Partial<ManagerConfig['tls']>): Promise<unknown> {
  const listener = await startListener(certificate)
  servers.push(listener)
  const client = clientOf(managerAt(listener.url, tls))
  const error: unknown = await client.getInfo().catch((reason) => reason)
  const check = await client.verifyCredentials('somebody', 'a password')
  await client.close()
  expect(check).toMatchObject({ ok: false, reason: 'refused_certificate' })
  expect(listener.connections()).toBeGreaterThan(0)
  expect(Buffer.concat(listener.received).toString()).toBe('')
  return error
}

describe('a certificate', () => {
  it('is accepted when a given authority signed it for this address', async () => {
    expect(await ask(good, { ca: ca.pem })).toMatchObject({ apiVersion: '4.14.7', timestamp: Date.UTC(2026, 10, 21, 9, 49, 9) })
  })

  it('is accepted by its fingerprint, self-signed and for another host', async () => {
    const selfSigned = await makeCertificate({ host: 'manager.example.com' })
    expect(await ask(selfSigned, { fingerprint: selfSigned.fingerprint })).toMatchObject({ hostname: 'h' })
  })

  it('may be any one when the check is switched off', async () => {
    expect(await ask(await makeCertificate({ host: '10.0.0.1', expired: true }), { insecure: true })).toMatchObject({
      hostname: 'h',
    })
  })

  it('is accepted by authority and fingerprint together for another host', async () => {
    const elsewhere = await makeCertificate({ ca, host: 'manager.example.com' })
    expect(await ask(elsewhere, { ca: ca.pem, fingerprint: elsewhere.fingerprint })).toMatchObject({ hostname: 'h' })
  })

  it('is refused when nobody known signed it, with the line to set', async () => {
    const error = await refusalOf(good, {})
    expect(error).toMatchObject({ code: 'refused_certificate', fingerprint: good.fingerprint })
    expect(String(error)).toContain(`MANAGER_FINGERPRINT=${good.fingerprint}`)
  })

  it('is refused when it is made out to another address', async () => {
    expect(String(await refusalOf(await makeCertificate({ ca, host: '10.0.0.1' }), { ca: ca.pem }))).toContain('not made out to')
  })

  it('is refused when another authority signed it', async () => {
    const other = await makeCertificate({ isCa: true })
    expect(await refusalOf(await makeCertificate({ ca: other }), { ca: ca.pem })).toMatchObject({ code: 'refused_certificate' })
  })

  it('is refused when it has expired', async () => {
    expect(String(await refusalOf(await makeCertificate({ ca, expired: true }), { ca: ca.pem }))).toContain('expired')
  })

  it('is refused when it is not the one whose fingerprint is set', async () => {
    const swapped = await makeCertificate({ ca })
    const error = await refusalOf(swapped, { fingerprint: good.fingerprint })
    expect(error).toMatchObject({ code: 'refused_certificate', fingerprint: swapped.fingerprint })
  })

  it('is refused when its fingerprint is right but the given authority did not sign it', async () => {
    const selfSigned = await makeCertificate()
    expect(await refusalOf(selfSigned, { ca: ca.pem, fingerprint: selfSigned.fingerprint })).toMatchObject({
      code: 'refused_certificate',
    })
  })
})

it('notices what reaches a listener whose certificate is accepted', async () => {
  const listener = await startListener(good)
  servers.push(listener)
  const client = clientOf(managerAt(listener.url, { fingerprint: good.fingerprint }), { totalMs: 4000 })
  await expect(client.getInfo()).rejects.toMatchObject({ code: 'timeout' })
  expect(Buffer.concat(listener.received).toString()).toContain('POST /security/user/authenticate')
  await client.close()
})

describe('a manager that can not be reached', () => {
  it('is told from one that refuses: nothing listens', async () => {
    const server = await startListener(good)
    await server.close()
    const client = clientOf(managerAt(server.url))
    await expect(client.getInfo()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('nothing listens there'),
    })
    expect(client.requestCount()).toBe(3)
  })

  it('is told from one that refuses: no TLS is spoken', async () => {
    const server = await startPlain()
    servers.push(server)
    const url = new URL(server.url)
    url.protocol = 'https:'
    const client = clientOf(managerAt(new URL(`https://${url.host}`), { insecure: true }))
    await expect(client.getInfo()).rejects.toMatchObject({ code: 'unreachable' })
    await client.close()
  })
})
