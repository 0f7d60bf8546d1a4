import { Moment } from '#components/ui/moment.tsx'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { formatDateTime } from '#lib/format/time.ts'

/** When something was scanned, and how long that was before the last pass. @param time ISO 8601, as is `asOf` */
export function ScannedAt({ time, asOf }: { time: string | null; asOf: string | null }) {
  if (time === null) return null
  const age = ageSecondsAt(time, asOf)
  return (
    <span className="meta text-tertiary">
      <Moment time={time}>{FOLDS_TEXT.inventory.scanned(formatDateTime(time), age === null ? null : formatAge(age))}</Moment>
    </span>
  )
}
