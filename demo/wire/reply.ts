import { BorderError, type ErrorClass, ManagerError } from './manager-error.ts'
import { isJsonObject, type Json, type JsonObject, pythonJson } from './python-json.ts'

/** A finished answer, before the headers that every answer gets. */
export interface Reply {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
  /** How many items of a list it has, 0 for others; not known of what never came to a function. */
  readonly rows?: number
}

/** Headers the manager puts on every answer. */
export const commonHeaders: Record<string, string> = {
  server: 'Wazuh',
  'strict-transport-security': 'max-age=63072000; includeSubdomains',
  'x-frame-options': 'deny',
  'x-xss-protection': '0',
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'none',
  'referrer-policy': 'no-referrer, strict-origin-when-cross-origin',
  'cache-control': 'no-store',
}

/** A success answer; `pretty` indents by three spaces as the manager does. */
export function jsonReply(body: Json, pretty = false): Reply {
  const headers = { 'content-type': 'application/json' }
  return { status: 200, headers, body: pythonJson(body, pretty ? 3 : undefined), rows: rowsOf(body) }
}

function rowsOf(body: Json): number {
  const data = isJsonObject(body) ? body.data : undefined
  return isJsonObject(data) && Array.isArray(data.affected_items) ? data.affected_items.length : 0
}

export function textReply(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body, rows: 0 }
}

/** An `application/problem+json` answer; members without a value are left out. */
export function problemReply(status: number, body: JsonObject, pretty = false): Reply {
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' }
  return { status, headers, body: pythonJson(body, pretty ? 3 : undefined) }
}

const classes: Record<ErrorClass, { status: number; title: string }> = {
  client: { status: 400, title: 'Bad Request' },
  missing: { status: 404, title: 'Resource Not Found' },
  permission: { status: 403, title: 'Permission Denied' },
  unacceptable: { status: 406, title: 'Not Acceptable' },
  internal: { status: 500, title: 'Wazuh Internal Error' },
}

/** Errors that are found before a node is asked, so none is named. */
const outsideNodes = new Set([3013, 6002])

/**
 * Turns what a handler threw into the manager's error answer.
 * @param nodeName the key of `dapi_errors`; `unknown-node` for people who may not read the cluster.
 */
export function errorReply(error: unknown, nodeName: string, pretty = false): Reply {
  if (error instanceof BorderError) {
    const { remediation, error: code } = error.extra
    return problemReply(error.status, { title: error.title, detail: error.detail, remediation, error: code }, pretty)
  }
  if (error instanceof ManagerError) {
    const { status, title } = classes[error.errorClass]
    const log = error.errorClass === 'internal' ? { logfile: 'WAZUH_HOME/logs/api.log' } : {}
    const shown = error.code === 1000 ? `${error.message}. See log for more detail` : error.message
    const nodes = outsideNodes.has(error.code) ? undefined : { [nodeName]: { error: shown, ...log } }
    const detail = error.message.trim().split(/\s+/).join(' ')
    const body = { title, detail, remediation: error.remediation, dapi_errors: nodes, error: error.code }
    return problemReply(status, body, pretty)
  }
  return internalError()
}

/** The 500 answer when something failed that nobody had foreseen; it does not say what. */
export function internalError(): Reply {
  const detail =
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.'
  return problemReply(500, { type: 'about:blank', title: 'Internal Server Error', detail, status: 500 })
}
