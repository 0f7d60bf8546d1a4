import { ServiceError } from '#server/services/errors.ts'

/**
 * The named parameters of a URL, each at most once; a parameter we don't know is refused, never ignored.
 * @throws ServiceError `bad_request`
 */
export function queryParams<const Name extends string>(url: URL, names: readonly Name[]): { [K in Name]?: string } {
  const out: { [K in Name]?: string } = {}
  for (const [key, value] of url.searchParams) {
    const name = names.find((known) => known === key)
    if (name === undefined)
      throw new ServiceError('bad_request', `There is no parameter “${key.slice(0, 40)}” here; known: ${names.join(', ')}.`)
    if (out[name] !== undefined) throw new ServiceError('bad_request', `The parameter “${name}” is given twice.`)
    out[name] = value
  }
  return out
}
