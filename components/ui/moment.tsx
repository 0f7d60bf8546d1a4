'use client'

import { formatBothZones } from '#lib/format/time.ts'
import { useZone } from './use-zone.ts'

/** A time as `children` say it, with the exact time in the person's zone and in UTC behind it. @param time ISO 8601 */
export function Moment({ time, note, children }: { time: string; note?: string | undefined; children: React.ReactNode }) {
  const exact = formatBothZones(time, useZone())
  return (
    <time dateTime={time} title={note === undefined ? exact : `${exact}; ${note}`}>
      {children}
    </time>
  )
}
