import type { GroupInfo } from './columns.ts'

/** remoted looks every ten seconds for groups that have no merged.mg yet. */
const MERGE_SECONDS = 10

/** The groups of a fleet: those of its source, less what was deleted, plus what was created. */
export interface GroupsBook {
  create(name: string, at: number): void
  delete(name: string): void
  /** In order of name, with their sums at a moment (epoch seconds). */
  list(at: number): readonly GroupInfo[]
}

/**
 * @param given the source's own groups at a moment
 * @param mergedSum checksum of merged.mg of a group at a moment
 * @param templateSum checksum of the agent.conf that every new group starts with
 */
export function openGroupsBook(
  given: (at: number) => readonly GroupInfo[],
  mergedSum: (name: string, at: number) => string,
  templateSum: string,
): GroupsBook {
  const created = new Map<string, number>()
  const deleted = new Set<string>()
  return {
    create: (name, at) => created.set(name, at),
    delete(name) {
      created.delete(name)
      deleted.add(name)
    },
    list(at) {
      const groups = given(at)
      if (created.size === 0 && deleted.size === 0) return groups
      const made = [...created].map(([name, since]) => ({
        name,
        mergedSum: at < since + MERGE_SECONDS ? '' : mergedSum(name, at),
        configSum: templateSum,
      }))
      const kept = groups.filter(({ name }) => !deleted.has(name) && !created.has(name))
      return [...kept, ...made].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
  }
}
