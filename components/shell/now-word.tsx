'use client'

import { TEXT } from '#lib/format/text.ts'
import { isOld } from './freshness.ts'
import { useFreshness } from './use-freshness.ts'

/** “now”; `old` once none of the data is of now any more. Renders every second. */
export function NowWord({ old }: { old: string }) {
  const { each, worst } = useFreshness()
  return isOld(worst) && each.every(isOld) ? old : TEXT.alarm.now
}
