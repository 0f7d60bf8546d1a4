import { runsOf } from '#components/ui/strip-runs.ts'
import type { Strips } from '#lib/contract/agents.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'

type StripItem = Strips['strips'][number]

/** The last 24 hours: thin while up, thick while down, a tall mark where it fell, dotted where nobody looked. */
export function DayStrip({ strip }: { strip: StripItem | undefined }) {
  if (!strip) return null
  const label = LIST_TEXT.strip.label(partsOf(strip))
  return (
    <span className="day" role="img" aria-label={label} title={label}>
      {runsOf(strip.cells).map(({ letter, length, start }) => (
        <i key={start} className={letter} style={{ flexGrow: length }} />
      ))}
    </span>
  )
}

function partsOf({ cells, changes, downSeconds, unseenSeconds }: StripItem): string[] {
  const text = LIST_TEXT.strip
  const parts = [/^[nxob]*$/.test(cells) && cells.includes('n') ? text.never : downSeconds > 0 ? text.down(downSeconds) : text.up]
  if (changes > 1) parts.push(text.changes(changes))
  if (cells.startsWith('b')) parts.push(text.unrecorded)
  if (unseenSeconds > 60) parts.push(text.unseen(unseenSeconds))
  return parts
}
