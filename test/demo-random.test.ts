import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '#demo/start.ts'
import { contractFile, openContractDocument } from './contract-document.ts'
import { expectation } from './contract-expectation.ts'
import { type Caller, type RandomRequest, randomRequests } from './contract-requests.ts'
import { askDemo, basic, bearer, type DemoAnswer } from './demo-client.ts'

/*
 * Random requests made from the manager's own description of its API, against a small fleet that stands still.
 * Every answer has a status that is known, comes in the order of the manager's checks, and fits its schema.
 */
const text = contractFile('manager-api-4.14.7-agents.openapi.json')
const runs = process.env.ROLLCALL_LONG === '1' ? 5000 : 300

/** Every status the manager's reference names. */
const known = new Set([200, 400, 401, 403, 404, 405, 406, 413, 415, 417, 429, 500])

/** Errors that the manager calls internal although the request caused them. */
const internal = new Set([1017, 1117, 1121, 1725, 1816, 1817, 1818, 3021, 3036])

it.skipIf(text)('has no description of the API to make requests from', () => {
  expect(text).toBeUndefined()
})

describe.skipIf(text === undefined)('any request at all', () => {
  const contract = openContractDocument(text ?? '{"paths":{},"components":{}}')
  const tokens = new Map<Caller, Record<string, string>>()
  let demo: Demo

  beforeAll(async () => {
    const moment = Date.parse('2026-11-21T10:04:58Z')
    demo = await startDemo({
      agents: 40,
      seed: 7,
      frozen: true,
      requestsPerMinute: 0,
      clock: { now: () => moment },
      policies: { users: [{ username: 'visitor', roles: ['readonly'] }] },
    })
    for (const name of ['wazuh', 'wazuh-wui', 'analyst', 'branch', 'nobody', 'visitor'] as const) {
      tokens.set(name, await bearer(demo, name))
    }
  })
  afterAll(() => demo.stop())

  it('has an answer that the contract knows', async () => {
    await fc.assert(
      fc
        .asyncProperty(randomRequests(contract.operations), async (request) => {
          const answer = await send(request)
          check(request, answer)
        })
        .beforeEach(() => demo.control.replaceFleet({ agents: 40, seed: 7, frozen: true })),
      { numRuns: runs, endOnFailure: process.env.ROLLCALL_LONG === '1' },
    )
  })

  it('knows when a body does not fit', () => {
    const agents = contract.operations.find((operation) => operation.verb === 'GET' && operation.path === '/agents')
    expect(agents && contract.faults(agents, 200, { data: { affected_items: [{ id: 5 }] } })).toContain('data')
  })

  function check(request: RandomRequest, { status, headers, text }: DemoAnswer): void {
    const { operation } = request
    const shown = `${status} ${text.slice(0, 400)}`
    expect(known.has(status), shown).toBe(true)
    expect(headers.server).toBe('Wazuh')
    const isRaw = headers['content-type'] === 'text/plain'
    const body: unknown = isRaw ? text : JSON.parse(text)
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
    expect(headers['content-type'], shown).toBe(
      isRaw ? 'text/plain' : status === 200 ? 'application/json' : 'application/problem+json; charset=utf-8',
    )
    if (status >= 500) expect(internal, shown).toContain(error)
    if (!isRaw && contract.defines(operation, status)) expect(contract.faults(operation, status, body), shown).toBeUndefined()
    const expected = expectation(request)
    const isBorder = status === 400 && error === undefined
    const border = {
      unauthorized: status === 401,
      'bad request': isBorder,
      'wrong type': status === 415,
      'no type': error === 6002,
    }
    if (expected !== 'none') expect(border[expected], `${expected}, but ${shown}`).toBe(true)
    else expect(isBorder || [401, 405, 406, 415].includes(status), `no fault, but ${shown}`).toBe(false)
  }

  async function send({ operation, caller, captures, query, body }: RandomRequest): Promise<DemoAnswer> {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(captures[name] ?? ''))
    const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
    const answer = await askDemo(demo, search === '' ? path : `${path}?${search}`, {
      method: operation.verb,
      headers: {
        ...credentials(caller, operation.path.startsWith('/security/user/authenticate') && operation.verb !== 'DELETE'),
        ...(body?.type === undefined ? {} : { 'content-type': body.type }),
        ...(body ? { 'content-length': String(Buffer.byteLength(body.text)) } : {}),
      },
      ...(body ? { body: body.text } : {}),
    })
    if (operation.verb === 'DELETE' && operation.path === '/security/user/authenticate' && answer.status === 200) {
      demo.control.advance(1000)
      tokens.set('visitor', await bearer(demo, 'visitor'))
    }
    demo.control.resetLoginBlock()
    return answer
  }

  function credentials(caller: Caller, isSignIn: boolean): Record<string, string> {
    if (caller === 'no token') return {}
    if (caller === 'bad token') return isSignIn ? basic('wazuh', 'wrong') : { authorization: 'Bearer e30.e30.x' }
    return isSignIn ? basic(caller) : (tokens.get(caller) ?? {})
  }
})
