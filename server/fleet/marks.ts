import type { ExpectedMark } from '#lib/agent/agent.ts'
import type { FieldValue } from '#lib/query/read-field.ts'
import type { MarkPart } from './field-columns.ts'
import type { FleetSnapshot, ManagerView } from './snapshot.ts'

/** What a field reads of a mark, as `readField` gives it. */
export function markPart(mark: ExpectedMark | null, part: MarkPart): Exclude<FieldValue, readonly string[]> {
  return part === 'set' ? mark !== null : (mark?.[part] ?? null)
}

/** Tells the slots whose mark `test` says yes to; it is asked once for each mark and manager. */
export function markTest(
  { table: { marks: column } }: FleetSnapshot,
  part: MarkPart,
  test: (actual: FieldValue, asOf: number) => boolean,
): (slot: number, manager: ManagerView) => boolean {
  const byManager = new Map<ManagerView, readonly boolean[]>()
  return (slot, manager) => {
    let hits = byManager.get(manager)
    if (!hits) {
      hits = column.marks.map((mark) => test(markPart(mark, part), manager.asOf ?? Number.NaN))
      byManager.set(manager, hits)
    }
    return hits[column.codes[slot] ?? 0] ?? false
  }
}
