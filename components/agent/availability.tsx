'use client'

import type { Availability as Item } from '#lib/contract/agent-history.ts'
import { formatDuration } from '#lib/format/age.ts'
import { formatShare } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { HISTORY_TEXT } from '#lib/format/text-history.ts'
import { formatDay } from '#lib/format/time.ts'
import { type HistoryOf, useHistory } from './use-history.ts'

const WORDS = HISTORY_TEXT.availability

/** How much of each range an endpoint was up, down and unknown; only what is recorded counts. */
export function Availability(own: HistoryOf) {
  const [history] = useHistory(own).query.data?.pages ?? []
  if (!history) return null
  const { since } = history
  // Of longer ones it is true as well; said once it is read.
  const first = history.availability.find(({ from }) => since !== null && since > from)
  return (
    <section aria-labelledby="availability" className="gutter py-4">
      <h2 id="availability" className="mb-1 font-semibold">
        {WORDS.title}
      </h2>
      <table className="plain uptime">
        <thead>
          <tr>
            <th scope="col">{WORDS.period}</th>
            <th scope="col" className="num">
              {WORDS.up}
            </th>
            <th scope="col" className="num">
              {WORDS.down}
            </th>
            <th scope="col" className="num">
              {WORDS.unknown}
            </th>
          </tr>
        </thead>
        <tbody>
          {history.availability.map((item) => (
            <Row key={item.range} item={item} since={item === first ? since : null} />
          ))}
        </tbody>
      </table>
      <p className="meta mt-1 text-tertiary">{WORDS.note}</p>
    </section>
  )
}

function Row({ item, since }: { item: Item; since: string | null }) {
  const { range, from, upSeconds, downSeconds, unknownSeconds } = item
  const counted = upSeconds + downSeconds + unknownSeconds
  return (
    <tr>
      <th scope="row">
        {HISTORY_TEXT.range[range]}
        {since !== null && since > from && <span className="meta block text-tertiary">{WORDS.since(formatDay(since))}</span>}
      </th>
      {counted < 1 ? (
        <td colSpan={3} className="num text-tertiary">
          {WORDS.none}
        </td>
      ) : (
        <>
          <td className="num">{formatShare(upSeconds, counted, 2)}</td>
          <td className="num">{downSeconds < 1 ? TEXT.none : formatDuration(downSeconds)}</td>
          <td className="num">{unknownSeconds < 1 ? TEXT.none : formatDuration(unknownSeconds)}</td>
        </>
      )}
    </tr>
  )
}
