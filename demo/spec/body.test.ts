import { describe, expect, it } from 'vitest'
import { BorderError } from '../wire/manager-error.ts'
import type { RequestBody } from '../wire/request-body.ts'
import { acceptBody, refuseNesting, validateBody } from './body.ts'
import type { BodyRule } from './schema.ts'

const rule: BodyRule = {
  schema: {
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 3, format: 'numbers' },
      name: { type: 'string', format: 'names' },
      force: { type: 'object', properties: { enabled: { type: 'boolean' }, after: { type: 'string', format: 'timeframe' } } },
    },
    required: ['name'],
  },
  members: { id: true, name: true, force: { enabled: true, after: true } },
}

const sent = (text: string, type?: string): RequestBody => ({
  bytes: Buffer.from(text),
  size: Buffer.byteLength(text),
  limit: 100_000,
  ...(type === undefined ? {} : { type }),
})

function fault(text: string, type?: string): string {
  const body = sent(text, type)
  try {
    refuseNesting(body)
    acceptBody(rule, body, validateBody(rule, body))
    return 'none'
  } catch (error) {
    return error instanceof BorderError ? `${error.status} ${error.detail}` : String(error)
  }
}

describe('the body of a request', () => {
  it.each([
    ['{"name": "web"}', 'none'],
    ['{"name": "web", "force": {"enabled": false}}', 'none'],
    ['{}', "400 'name' is a required property"],
    ['{"name": "x y"}', "400 'x y' is not a 'names' - 'name'"],
    ['{"id": "20", "name": "x"}', "400 '20' is too short - 'id'"],
    ['{"id": 20}', "400 20 is not of type 'string' - 'id'"],
    ['{"name": "x", "force": {"after": "1w"}}', "400 '1w' is not a 'timeframe' - 'force.after'"],
    ['{"name": "x", "force": null}', "400 None is not of type 'object' - 'force'"],
    ['{"name": "x", "zzz": 1}', "400 Invalid field found {'zzz'}"],
    ['{"name": "x", "force": {"zzz": 1}}', "400 Invalid field found {'zzz'}"],
    ['{"name": "x", "__proto__": 1}', "400 Invalid field found {'__proto__'}"],
    ['[]', "400 [] is not of type 'object'"],
    ['', '400 Request body must not be empty'],
    ['null', '400 Request body must not be empty'],
    ['{nope', '400 Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{"a" 1}', "400 Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ['{"a": 1 "b"}', "400 Expecting ',' delimiter: line 1 column 9 (char 8)"],
    ['{"a": 1,}', '400 Expecting property name enclosed in double quotes: line 1 column 9 (char 8)'],
    ['{"a":\n tru}', '400 Expecting value: line 2 column 2 (char 7)'],
    ['{} x', '400 Extra data: line 1 column 4 (char 3)'],
    ['"abc', '400 Unterminated string starting at: line 1 column 1 (char 0)'],
    ['["\\x"]', '400 Invalid \\escape: line 1 column 3 (char 2)'],
    ['  ', '400 Expecting value: line 1 column 3 (char 2)'],
  ])('%s: %s', (text, message) => {
    expect(fault(text, 'application/json')).toBe(message)
  })

  it('refuses other types before it reads, and a missing type after', () => {
    expect(fault('{nope', 'text/plain')).toBe("415 Invalid Content-type (text/plain), expected ['application/json']")
    expect(fault('{"name": "x", "zzz": 1}')).toContain('The body type is not the one specified in the content-type')
    expect(fault('{}')).toBe("400 'name' is a required property")
  })

  it('refuses what nests too deep or is too large', () => {
    expect(fault(`${'['.repeat(5000)}${']'.repeat(5000)}`, 'application/json')).toMatch(/^400 The JSON structure/)
    expect(fault(`{"name": "${'x'.repeat(100_000)}"}`, 'application/json')).toBe(
      '413 Maximum content size limit (100000) exceeded (100012 bytes read)',
    )
  })
})
