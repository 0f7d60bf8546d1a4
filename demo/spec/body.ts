import { BorderError, ManagerError, nestedTooDeep } from '../wire/manager-error.ts'
import { isJsonObject, type Json, type JsonObject } from '../wire/python-json.ts'
import { MAX_DEPTH, NestingError, PythonJsonError, pythonLoad } from '../wire/python-load.ts'
import { pythonRepr } from '../wire/python-repr.ts'
import type { RequestBody } from '../wire/request-body.ts'
import { bodyFault } from './body-schema.ts'
import type { BodyRule, Members } from './schema.ts'
import { badRequest } from './validate.ts'

const JSON_TYPE = 'application/json'

/**
 * The checks that come between the parameters and the function: content type, JSON, schema.
 * @returns the body as the function gets it
 * @throws BorderError 415, 400
 */
export function validateBody(rule: BodyRule, sent: RequestBody): JsonObject {
  const type = sent.type ?? JSON_TYPE
  if (type.toLowerCase() !== JSON_TYPE) {
    const detail = `Invalid Content-type (${type}), expected ['${JSON_TYPE}']`
    throw new BorderError(415, 'Unsupported Media Type', detail)
  }
  const value = parse(sent)
  // Another spelling of the type passes the border unread, as nobody there knows it.
  const fault = type === JSON_TYPE ? bodyFault(value, rule.schema) : undefined
  if (fault !== undefined) throw badRequest(fault)
  return isJsonObject(value) ? value : {}
}

/**
 * The checks with which the function starts: a content type was named, the size is allowed, every name is known.
 * @throws ManagerError 6002, BorderError 413, 400
 */
export function acceptBody(rule: BodyRule, sent: RequestBody, body: JsonObject): void {
  if (rule.members && sent.type !== JSON_TYPE) throw new ManagerError(6002, undefined, 'unacceptable')
  if (sent.size > sent.limit) {
    const detail = `Maximum content size limit (${sent.limit}) exceeded (${sent.size} bytes read)`
    throw new BorderError(413, 'Content size exceeded.', detail)
  }
  const unknown = rule.members ? unknownNames(body, rule.members) : []
  if (unknown.length > 0) throw badRequest(`Invalid field found {${[...new Set(unknown)].map(pythonRepr).join(', ')}}`)
}

/**
 * Refuses a body that nests too deep to be written into the log, which comes before everything else.
 * @throws BorderError 400
 */
export function refuseNesting({ bytes }: RequestBody): void {
  const brackets = bytes.reduce((count, byte) => (byte === 0x5b || byte === 0x7b ? count + 1 : count), 0)
  if (brackets <= MAX_DEPTH) return
  try {
    pythonLoad(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof NestingError) throw nestedTooDeep()
  }
}

function parse(sent: RequestBody): Json {
  const text = decode(sent.bytes)
  if (text === '') throw badRequest('Request body must not be empty')
  try {
    const value = pythonLoad(text)
    if (value === null) throw badRequest('Request body must not be empty')
    return value
  } catch (error) {
    throw error instanceof PythonJsonError ? badRequest(error.message) : error
  }
}

function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

function unknownNames(body: JsonObject, members: Members): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const known = Object.hasOwn(members, name) ? members[name] : undefined
    if (known === undefined) return [name]
    return known !== true && isJsonObject(value) ? unknownNames(value, known) : []
  })
}
