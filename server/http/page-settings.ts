import { scopeKind } from '#lib/agent/scope.ts'
import type { Settings } from '#lib/contract/settings.ts'
import { getSettings } from '#server/services/administration/get-settings.ts'
import { isServiceError, storeFailure } from '#server/services/errors.ts'
import { pageContext } from './page-context.ts'

/** The settings for the first paint of a page; `null` when they can't be had yet, and for whoever may see no agent. */
export async function pageSettings(): Promise<Settings | null> {
  try {
    const page = await pageContext()
    if (page === null || scopeKind(page.session.scope) === 'nothing') return null
    return await getSettings({ ctx: page.ctx, input: {} })
  } catch (error) {
    if (isServiceError(error) || storeFailure(error)) return null
    throw error
  }
}
