'use client'

import { useCallback, useRef, useState } from 'react'
import { selectionKey } from '#components/ui/selection.ts'
import type { AgentItem } from '#lib/contract/agents.ts'

interface SteadyRow {
  readonly key: string
  readonly agent: AgentItem
  /** It is not part of this page any more; what is known of it is from before. */
  readonly left: boolean
}

interface Shown {
  readonly items: readonly AgentItem[]
  readonly place: string
  readonly order: readonly string[]
  readonly known: ReadonlyMap<string, AgentItem>
}

/**
 * The rows of a page in the order in which they were first shown while somebody points at them or has the focus among them: new
 * data changes their cells, but no row moves. @param place what makes another page: filter, sort and cursor; `null` while it loads
 */
export function useSteadyRows(items: readonly AgentItem[], place: string | null) {
  const busy = useRef({ pointer: false, focus: false })
  const [shown, setShown] = useState<Shown>(() => fresh(items, place ?? ''))
  let now = shown
  if (place !== null && (shown.items !== items || shown.place !== place)) {
    const isHeld = shown.place === place && (busy.current.pointer || busy.current.focus)
    now = isHeld ? held(shown, items) : fresh(items, place)
    setShown(now)
  }
  const current = new Set(now.items.map(selectionKey))
  const rows: SteadyRow[] = now.order.flatMap((key) => {
    const agent = now.known.get(key)
    return agent ? [{ key, agent, left: !current.has(key) }] : []
  })
  return {
    rows,
    /** How many places hold another row than the newest data has there. */
    moved: now.order.filter((key, i) => key !== keyAt(now.items, i)).length + Math.max(0, now.items.length - now.order.length),
    /** Whether somebody points at the rows or has the focus among them. */
    isHeld: useCallback(() => busy.current.pointer || busy.current.focus, []),
    release: () => setShown(fresh(now.items, now.place)),
    watch: {
      onPointerEnter: () => {
        busy.current.pointer = true
      },
      onPointerLeave: () => {
        busy.current.pointer = false
      },
      onFocus: () => {
        busy.current.focus = true
      },
      onBlur: () => {
        busy.current.focus = false
      },
    },
  }
}

function fresh(items: readonly AgentItem[], place: string): Shown {
  return { items, place, order: items.map(selectionKey), known: new Map(items.map((agent) => [selectionKey(agent), agent])) }
}

function held({ place, order, known }: Shown, items: readonly AgentItem[]): Shown {
  const newest = new Map(items.map((agent) => [selectionKey(agent), agent]))
  const kept = order.flatMap((key) => {
    const agent = newest.get(key) ?? known.get(key)
    return agent ? [[key, agent] as const] : []
  })
  return { items, place, order, known: new Map(kept) }
}

function keyAt(items: readonly AgentItem[], i: number): string | null {
  const agent = items[i]
  return agent ? selectionKey(agent) : null
}
