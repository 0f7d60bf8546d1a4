import type { Suggestions } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { findField } from '#lib/query/fields.ts'
import { suggestValues } from '#server/fleet/suggest-values.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { readFilter, readSnapshot } from '../read-input.ts'

/**
 * Values that a field has now, of the agents in scope that match the rest of a query; nothing of what the person does not see.
 * @throws ServiceError `bad_request`, `bad_query`, `not_ready`
 */
export async function suggest({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { field?: string | undefined; text?: string | undefined; q?: string | undefined }
}): Promise<Suggestions> {
  const field = findField(input.field ?? '')
  if (field === null) throw new ServiceError('bad_request', '“field” is the name of a field of the query language.')
  const text = input.text ?? ''
  if (text.length > LIMITS.suggestText)
    throw new ServiceError('bad_request', `“text” has at most ${LIMITS.suggestText} characters.`)
  const expr = readFilter(ctx, input.q)
  const snapshot = readSnapshot(ctx)
  const values = await suggestValues(snapshot, { field, text, expr, scope: ctx.scope, limit: LIMITS.suggestions })
  return { field, values: [...values] }
}
