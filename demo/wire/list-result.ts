import type { ManagerError } from './manager-error.ts'
import type { Json, JsonObject } from './python-json.ts'

/** The three texts of an endpoint: everything worked, some did, nothing came out. */
export interface Messages {
  readonly all: string
  readonly some: string
  readonly none: string
}

/** Collects the items and failures of one call and renders the manager's list envelope. */
export class ListResult {
  readonly messages: Messages
  items: readonly Json[] = []
  total = 0
  private failures = new Map<string, { error: ManagerError; ids: Set<string> }>()

  constructor(messages: Messages) {
    this.messages = messages
  }

  /** Adds a failed id; ids with the same error are grouped. */
  fail(id: string, error: ManagerError): void {
    const key = `${error.code} ${error.message}`
    const entry = this.failures.get(key) ?? { error, ids: new Set<string>() }
    entry.ids.add(id)
    this.failures.set(key, entry)
  }

  /** Forgets failures with these numbers: ids that were not asked for by name fail silently. */
  forget(codes: readonly number[]): void {
    for (const [key, entry] of this.failures) if (codes.includes(entry.error.code)) this.failures.delete(key)
  }

  render(): JsonObject {
    const groups = [...this.failures.values()].sort((a, b) => a.error.code - b.error.code)
    const failed = groups.reduce((sum, group) => sum + group.ids.size, 0)
    return {
      data: {
        affected_items: this.items,
        total_affected_items: this.total,
        total_failed_items: failed,
        failed_items: groups.map(({ error, ids }) => ({
          error: { code: error.code, message: error.message, remediation: error.remediation },
          id: sortIds(ids),
        })),
      },
      message: this.total === 0 ? this.messages.none : failed > 0 ? this.messages.some : this.messages.all,
      error: failed === 0 ? 0 : this.total > 0 ? 2 : 1,
    }
  }
}

function sortIds(ids: ReadonlySet<string>): string[] {
  const list = [...ids]
  if (list.every((id) => /^\d+$/.test(id))) return list.sort((a, b) => Number(a) - Number(b))
  return list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
