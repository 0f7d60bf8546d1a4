'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { listQueries } from '#lib/api/list-queries.ts'
import { type Place, placeAt } from '#lib/query/complete.ts'
import type { Option, OptionGroup, optionsAt } from './options.ts'

const NO_VALUES: readonly { value: string; count: number }[] = []

interface Completion {
  readonly groups: readonly OptionGroup[]
  readonly options: readonly Option[]
  readonly isOpen: boolean
  /** Which option is marked; -1 for none, so that Enter takes over what is written. */
  readonly active: number
  /** What it is made of comes when somebody comes to the filter. */
  load: () => void
  open: (caret: number) => void
  close: () => void
  move: (step: 1 | -1) => void
}

/** What can be chosen while the text is being written. @param rest the settled conditions: only what agents in them have is offered */
export function useCompletion(text: string, rest: string): Completion {
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const [find, setFind] = useState<typeof optionsAt | null>(null)
  const place = useMemo((): Place | null => (caret === null ? null : placeAt(text, Math.min(caret, text.length))), [text, caret])
  const asked = useDeferredValue(place?.kind === 'value' ? place : null)
  const live = useQuery({
    ...listQueries.suggest({ field: asked?.field ?? '', text: asked?.text ?? '', q: rest }),
    enabled: asked !== null,
  })
  const values = place?.kind === 'value' && place.field === live.data?.field ? live.data.values : NO_VALUES
  const groups = useMemo(
    () => (place === null || find === null ? [] : find(text, place, fitting(values, place))),
    [text, place, values, find],
  )
  const options = useMemo(() => groups.flatMap((group) => group.options), [groups])
  const isOpen = caret !== null && options.length > 0
  return {
    groups,
    options,
    isOpen,
    active: isOpen ? Math.min(active, options.length - 1) : -1,
    load: () => {
      if (find === null) void import('./options.ts').then(({ optionsAt: loaded }) => setFind(() => loaded))
    },
    open: (at) => {
      setCaret(at)
      setActive(-1)
    },
    close: () => setCaret(null),
    move: (step) => setActive((now) => wrap(now + step, options.length)),
  }
}

/** Round and round, with the place before the first one, where nothing is marked. */
function wrap(at: number, length: number): number {
  if (at < -1) return length - 1
  return at >= length ? -1 : at
}

/** Values of an earlier answer that still fit what is written. */
function fitting(values: readonly { value: string; count: number }[], place: Place) {
  const wanted = place.text.toLowerCase()
  return values.filter(({ value }) => value.toLowerCase().includes(wanted))
}
