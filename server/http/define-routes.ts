import { randomUUID } from 'node:crypto'
import { problemResponse } from './problem.ts'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/** The handlers of one address for every method: those given by `defineRoute`, a refusal that names them for the others. */
export function defineRoutes(given: Partial<Record<Method, Handler>>): Record<Method | 'OPTIONS', Handler> {
  const allow = ['OPTIONS']
  for (const method of METHODS.toReversed()) if (given[method]) allow.unshift(...(method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const refuse: Handler = async (request) => {
    const detail = `This address does not take ${request.method}, only ${allow.join(', ')}.`
    const answer = problemResponse('method_not_allowed', detail, randomUUID())
    answer.headers.set('allow', allow.join(', '))
    return answer
  }
  return {
    GET: given.GET ?? refuse,
    POST: given.POST ?? refuse,
    PUT: given.PUT ?? refuse,
    PATCH: given.PATCH ?? refuse,
    DELETE: given.DELETE ?? refuse,
    OPTIONS: async () => new Response(null, { status: 204, headers: { allow: allow.join(', '), 'cache-control': 'no-store' } }),
  }
}

/** For addresses that do not exist: the same problem whatever the method. */
export function noRoutes(): Record<Method | 'OPTIONS', () => Promise<Response>> {
  const none = async () => problemResponse('not_found', 'The API has no such address.', randomUUID())
  return { GET: none, POST: none, PUT: none, PATCH: none, DELETE: none, OPTIONS: none }
}
