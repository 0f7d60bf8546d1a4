import { ManagerError } from '#server/manager/errors.ts'
import type { GroupSums } from '#server/store/writer.ts'
import type { PassHost } from './pass.ts'

const PAGE = 500
/** Far above what a manager holds; it bounds what a strange one can make us ask for. */
const GROUPS_MAX = 20_000

/**
 * All groups in at most two requests: a page, and where that is not all, the rest. `null` when they can't be had whole: agents
 * matter more than their groups' sums.
 */
export async function readGroups({ id, options }: PassHost, signal?: AbortSignal): Promise<GroupSums[] | null> {
  const { client, log } = options
  try {
    const first = await client.listGroups({ offset: 0, limit: PAGE }, signal)
    const { total } = first
    const offset = first.groups.length
    // What was made meanwhile may stand behind the rest.
    const limit = Math.min(total, GROUPS_MAX) - offset + PAGE
    const rest = offset < total ? (await client.listGroups({ offset, limit }, signal)).groups : []
    const groups = new Map([...first.groups, ...rest].map((group) => [group.name, group]))
    if (groups.size >= total) return [...groups.values()]
    // Groups went away meanwhile, or the manager does not know `offset`, or there are too many.
    log.warn({ manager: id, groups: groups.size }, 'The manager’s pages of groups don’t add up')
  } catch (error) {
    if (!(error instanceof ManagerError)) throw error
    log.warn({ manager: id, problem: error.message }, 'Groups could not be read')
  }
  return null
}
