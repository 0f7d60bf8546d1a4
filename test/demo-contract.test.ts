import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Demo, startDemo } from '#demo/start.ts'
import { contractFile, openContractDocument } from './contract-document.ts'
import { askDemo, bearer } from './demo-client.ts'
import { recordedDetails } from './recorded-details.ts'

/*
 * Replays what the real API answered for a fixture of five agents. Bodies are equal but for what is named here.
 */
const changing = new Set(['data.token', 'data.timestamp'])

/** The recorder's key store gave every new agent this id and the same key, and remembered none of them. */
const everybodysId = '009'

/** Headers of a connection, not of the API. */
const transport = new Set(['date', 'content-length', 'keep-alive', 'transfer-encoding', 'connection'])

const exchangeSchema = z.object({
  name: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().optional(),
  }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
})
const listSchema = z.object({ data: z.object({ affected_items: z.array(z.record(z.string(), z.unknown())) }) })
const groupSchema = z.object({ name: z.string(), mergedSum: z.string(), configSum: z.string() })

const enrolledSchema = z.looseObject({ data: z.strictObject({ id: z.string(), key: z.string() }) })

type Exchange = z.infer<typeof exchangeSchema>

const recording = contractFile('recorded-4.14.7.json')
const description = contractFile('manager-api-4.14.7-agents.openapi.json')
const isThere = recording !== undefined && description !== undefined
const exchanges = isThere ? z.object({ exchanges: z.array(exchangeSchema) }).parse(JSON.parse(recording)).exchanges : []

it.skipIf(isThere)('has no recording to replay', () => {
  expect(exchanges).toEqual([])
})

describe.skipIf(!isThere)('the demo answers as the recorded manager', () => {
  let demo: Demo
  let admin: Record<string, string>
  const contract = openContractDocument(description ?? '{"paths":{},"components":{}}')

  beforeAll(async () => {
    const agents = itemsOf('agents')
    const groups = itemsOf('groups').map((item) => groupSchema.parse(item))
    const details = { '001': recordedDetails(bodyOf) }
    const moment = Date.parse('2026-11-21T10:04:58Z')
    demo = await startDemo({
      fleet: { agents, groups, manager: { hostname: 'vm', uuid: 'd9d822ba-9b91-48fe-9396-18fef4a6a74d' }, details },
      clock: { now: () => moment },
    })
    admin = await bearer(demo, 'wazuh')
  })
  afterAll(() => demo.stop())

  // In the recorded order: some requests change the fleet, and the last but one ends the token.
  it.each(exchanges)('$name', async (exchange) => {
    const answer = await replay(exchange)
    expect(answer.status).toBe(exchange.response.status)
    expect(withoutTransport(answer.headers)).toEqual(withoutTransport(exchange.response.headers))
    expect(withoutKey(settled(parsed(answer.text)), exchange)).toEqual(withoutKey(settled(exchange.response.body), exchange))
    const body = parsed(answer.text)
    const operation = contract.operationAt(exchange.request.method, exchange.request.path.split('?')[0] ?? '')
    if (operation && typeof body === 'object') expect(contract.faults(operation, answer.status, body)).toBeUndefined()
    forget(answer.text, exchange)
  })

  it('replays all that was recorded', () => {
    expect(exchanges).toHaveLength(95)
  })

  function forget(text: string, { request }: Exchange) {
    const enrolled = request.method === 'POST' ? enrolledSchema.safeParse(parsed(text)) : undefined
    if (enrolled?.success) demo.control.removeAgent(enrolled.data.data.id)
  }

  async function replay({ request }: Exchange) {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
    const token = headers.authorization === 'Bearer <jwt>' ? admin : {}
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) }
    return askDemo(demo, request.path, { method: request.method, headers: { ...headers, ...token }, ...body })
  }
})

/** What an enrolment answers, without what the recorder's key store made up. */
function withoutKey(body: unknown, { response }: Exchange): unknown {
  const recorded = enrolledSchema.safeParse(response.body)
  const answered = enrolledSchema.safeParse(body)
  if (!recorded.success || !answered.success || recorded.data.data.id !== everybodysId) return body
  const { id, key } = answered.data.data
  const [ownId, ...rest] = Buffer.from(key, 'base64').toString().split(' ')
  return { ...answered.data, data: { isOwnId: ownId === id, line: rest.slice(0, -1), keyLength: rest.at(-1)?.length } }
}

function itemsOf(name: string) {
  return listSchema.parse(bodyOf(name)).data.affected_items
}

function bodyOf(name: string): unknown {
  return exchanges.find((exchange) => exchange.name === name)?.response.body
}

function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text
}

function withoutTransport(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.has(name)))
}

/** Replaces what may change from run to run, and tokens wherever they stand alone. */
function settled(value: unknown, path = ''): unknown {
  if (changing.has(path)) return '(changes)'
  if (typeof value === 'string') return value === '<jwt>' || /^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? '(token)' : value
  if (Array.isArray(value)) return value.map((item, index) => settled(item, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, settled(member, path === '' ? key : `${path}.${key}`)]),
  )
}
