import { Ajv, type ValidateFunction } from 'ajv'
import type { Parameter, Schema } from './contract-document.ts'
import { contractFormats, pathFormats } from './contract-formats.ts'
import type { RandomRequest } from './contract-requests.ts'

/** What must be answered, before any function or right is looked at. `none`: the request passes the border. */
export type Expectation = 'none' | 'unauthorized' | 'bad request' | 'wrong type' | 'no type'

const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, formats: { ...contractFormats, ...pathFormats } })
const compiled = new Map<Schema, ValidateFunction>()

const lowered = new Set('component configuration hash requirement status type section tag level resource'.split(' '))
const signIn = '/security/user/authenticate'

/** Written from the reference and the contract alone: identity, then query, path, content type, body. */
export function expectation(request: RandomRequest): Expectation {
  const { operation, caller, captures, query, body } = request
  if (caller === 'no token' || caller === 'bad token') return 'unauthorized'
  const known = new Set(operation.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name))
  if (query.some(([name]) => !known.has(name))) return 'bad request'
  for (const parameter of operation.parameters) {
    const sent =
      parameter.in === 'path'
        ? [captures[parameter.name] ?? '']
        : query.filter(([name]) => name === parameter.name).map(([, value]) => value)
    if (sent.length === 0 ? parameter.required : !isGood(parameter, sent)) return 'bad request'
  }
  return body && operation.body ? expectationOfBody(body, operation.body, operation.path.startsWith(signIn)) : 'none'
}

function isGood({ name, schema }: Parameter, sent: readonly string[]): boolean {
  const texts = lowered.has(name) ? sent.map((text) => text.toLowerCase()) : sent
  if (schema.type === 'array') return check(schema, texts.join(',').split(','))
  const last = texts.at(-1) ?? ''
  if (schema.type === 'integer') return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(last) && check(schema, Number(last.replaceAll('_', '')))
  if (schema.type === 'boolean') return last === 'true' || last === 'false'
  return check(schema, last)
}

function expectationOfBody(body: { type: string | undefined; text: string }, schema: Schema, isSignIn: boolean): Expectation {
  const type = body.type?.split(';')[0]
  if (type !== undefined && type.toLowerCase() !== 'application/json') return 'wrong type'
  const value = parse(body.text)
  if (value === undefined || value === null) return 'bad request'
  const isSpelledRight = type === undefined || type === 'application/json'
  if (isSpelledRight && !check(schema, value)) return 'bad request'
  if (isSignIn) return 'none'
  if (type !== 'application/json') return 'no type'
  const names = Object.keys(Object(schema.properties))
  return hasOnly(value, names) ? 'none' : 'bad request'
}

/** The undocumented `force` of an added agent and unknown members inside of `force` count as the manager counts them. */
function hasOnly(value: unknown, names: readonly string[]): boolean {
  const force = names.includes('name') ? ['force'] : []
  const inner: unknown = Object(value).force
  const isForceKnown = typeof inner !== 'object' || inner === null || !('zzz' in inner)
  return Object.keys(Object(value)).every((name) => [...names, ...force].includes(name)) && isForceKnown
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function check(schema: Schema, value: unknown): boolean {
  const validate = compiled.get(schema) ?? ajv.compile(schema)
  compiled.set(schema, validate)
  return validate(value)
}
