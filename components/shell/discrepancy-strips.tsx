'use client'

import { Strip } from '#components/ui/strip.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { SyncReport } from '#lib/contract/sync.ts'
import { DISCREPANCY_TEXT } from '#lib/format/text-discrepancy.ts'
import { formatDateTime } from '#lib/format/time.ts'

/** Managers that count otherwise than they list, for those who may see all of them: both figures, as neither proves the other wrong. */
export function DiscrepancyStrips({ managers }: { managers: SyncReport['managers'] }) {
  const zone = useZone()
  return managers.map(
    ({ id, name, discrepancy }) =>
      discrepancy && (
        <Strip key={id} tone="pending" headline={DISCREPANCY_TEXT.headline(name)}>
          {DISCREPANCY_TEXT.more(discrepancy, formatDateTime(discrepancy.since, zone))}
        </Strip>
      ),
  )
}
