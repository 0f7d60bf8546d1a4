import type { ChangeItem } from '#lib/contract/events.ts'
import { CHANGES_TEXT } from './text-changes.ts'
import { formatClock } from './time.ts'
import { fieldLabel, fieldValue } from './transition.ts'

/** What one pass saw change in one endpoint, as one. */
export function joinChanges(items: readonly ChangeItem[]): { item: ChangeItem; said: string[] }[] {
  const rows = new Map<string, { item: ChangeItem; said: string[] }>()
  for (const item of items) {
    const key = JSON.stringify([item.manager, item.id, item.name, item.seenBy])
    const row = rows.get(key)
    if (row) row.said.push(sayChange(item))
    else rows.set(key, { item, said: [sayChange(item)] })
  }
  return [...rows.values()]
}

/** When it happened, as well as that is known. @param asOf ISO 8601; times of its day go without the day */
export function changeTime({ at, seenAfter, seenBy }: ChangeItem, asOf: string): string {
  const words = CHANGES_TEXT
  if (at !== null) return words.exact(formatClock(at, asOf))
  if (seenAfter === null) return words.by(formatClock(seenBy, asOf))
  const [from, to] = [formatClock(seenAfter, asOf), formatClock(seenBy, asOf)]
  return from === to ? words.exact(to) : words.between(from, to)
}

function sayChange({ field, from, to }: ChangeItem): string {
  const words = CHANGES_TEXT
  if (field === 'removed') return words.removed
  if (field === 'dateAdd' && from === null) return words.enrolled
  return words.change(fieldLabel(field), fieldValue(field, from), fieldValue(field, to))
}
