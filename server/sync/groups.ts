import { ManagerError } from '#server/manager/errors.ts'
import type { GroupSums } from '#server/store/writer.ts'
import type { PassHost } from './pass.ts'

const PAGE = 500
/** Far above what a manager holds; it bounds what a strange one can make us ask for. */
const GROUPS_MAX = 20_000

/** All groups, or `null` when they can't be had whole: agents matter more than their groups' sums. */
export async function readGroups({ id, options }: PassHost, signal?: AbortSignal): Promise<GroupSums[] | null> {
  const { client, log } = options
  const groups = new Map<string, GroupSums>()
  try {
    for (let offset = 0; offset < GROUPS_MAX; offset += PAGE) {
      const page = await client.listGroups({ offset, limit: PAGE }, signal)
      const before = groups.size
      for (const group of page.groups) groups.set(group.name, group)
      if (groups.size >= page.total) return [...groups.values()]
      // Groups went away meanwhile, or the manager does not know `offset`.
      if (groups.size === before) break
    }
    log.warn({ manager: id, groups: groups.size }, 'The manager’s pages of groups don’t add up')
  } catch (error) {
    if (!(error instanceof ManagerError)) throw error
    log.warn({ manager: id, problem: error.message }, 'Groups could not be read')
  }
  return null
}
