import { registry, toJSONSchema } from 'zod/mini'
import { problem } from '#lib/contract/problem.ts'
import type { Schema } from '#lib/contract/zod.ts'
import { type Named, named, type Operation } from './operation.ts'
import { AGENT_OPERATIONS } from './operations-agents.ts'
import { PEOPLE_OPERATIONS } from './operations-people.ts'

/** Every route there is; `test/openapi.test.ts` compares with those on disk. */
export const OPERATIONS: readonly Operation[] = [...AGENT_OPERATIONS, ...PEOPLE_OPERATIONS]

const PROBLEM = named({ problem })
const SECURITY = {
  open: [],
  session: [{ session: [] }],
  agents: [{ session: [] }],
  administrator: [{ session: [] }],
  operator: [{ metricsToken: [] }],
  kiosk: [{ screen: [] }],
} as const satisfies Record<Operation['access'], readonly object[]>
const WHO = {
  open: 'For everybody.',
  session: 'For whoever is signed in.',
  agents: 'For accounts with a right to read agents.',
  administrator: 'For administrators.',
  operator: 'For whoever bears the token in METRICS_TOKEN_FILE, or for this machine.',
  kiosk: 'For a screen that somebody approved.',
} as const satisfies Record<Operation['access'], string>

type Json = Readonly<Record<string, unknown>>
let made: Json | null = null

/** The OpenAPI 3.1 document of our API, made once. */
export function openApi(): Json {
  made ??= makeDocument()
  return made
}

function makeDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) }
  }
  const answers = OPERATIONS.flatMap(({ answer }) => ('schema' in answer ? [answer.schema] : 'of' in answer ? [answer.of] : []))
  const bodies = OPERATIONS.flatMap(({ body }) => (body === undefined || body === 'any' ? [] : [body]))
  return {
    openapi: '3.1.0',
    info: { title: 'Rollcall', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { ...schemasOf([...answers, PROBLEM], 'output'), ...schemasOf(bodies, 'input') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'rollcall_session', description: 'With `__Host-` before it over TLS.' },
        metricsToken: { type: 'http', scheme: 'bearer' },
        screen: { type: 'apiKey', in: 'cookie', name: 'rollcall_kiosk', description: 'With `__Host-` before it over TLS.' },
      },
    },
  }
}

function describe({ method, path, access, summary, query = {}, body, answer }: Operation): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: TEXT }))
  const inQuery = Object.entries(query).map(([name, description]) => ({
    ...{ name: name.replace('!', ''), in: 'query', required: name.endsWith('!'), description, schema: TEXT },
  }))
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z]+(\w?)/g, (_, first: string) => first.toUpperCase())}`,
    summary,
    description: WHO[access],
    security: SECURITY[access],
    parameters: [...inPath, ...inQuery],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: refOf(body) } } } }),
    responses: {
      [String(answer.status)]: { description: summary, ...contentOf(answer) },
      default: { description: 'A problem (RFC 9457).', content: { 'application/problem+json': { schema: refOf(PROBLEM) } } },
    },
  }
}

const TEXT = { type: 'string' } as const

function contentOf(answer: Operation['answer']): Json {
  if ('schema' in answer) return { content: { 'application/json': { schema: refOf(answer.schema) } } }
  if ('type' in answer) return { content: { [answer.type]: { schema: answer.of ? refOf(answer.of) : {} } } }
  return {}
}

function refOf(of: Named | 'any'): Json {
  return of === 'any' ? {} : { $ref: `#/components/schemas/${of.name}` }
}

function schemasOf(list: readonly Named[], io: 'input' | 'output'): Json {
  const known = registry<{ id: string }>()
  for (const { name, schema } of new Map(list.map((one): [Schema, Named] => [one.schema, one])).values())
    known.add(schema, { id: name })
  const { schemas } = toJSONSchema(known, {
    ...{ io, unrepresentable: 'any', uri: (id) => `#/components/schemas/${id}` },
    override: ({ jsonSchema }) => {
      // The format says it; the pattern beside it is longer than all the rest.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    },
  })
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]))
}
