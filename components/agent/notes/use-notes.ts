'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AgentName, annotationsQuery } from '#lib/api/annotations.ts'
import { toApiError } from '#lib/api/api-error.ts'
import { DATA_KEYS } from '#lib/api/queries.ts'
import type { Annotations } from '#lib/contract/annotations.ts'

/** How a change went. */
export interface Outcome {
  readonly text: string
  readonly failed: boolean
}

const NOTHING: Outcome = { text: '', failed: false }

/** What people wrote of an agent, and one change of it at a time, which says how it went. */
export function useNotes(agent: AgentName) {
  const client = useQueryClient()
  const options = annotationsQuery(agent)
  const query = useQuery(options)
  const [outcome, setOutcome] = useState(NOTHING)
  const [busy, setBusy] = useState(false)
  /** @returns whether it was done */
  const act = async (work: (shown: Annotations) => Promise<Annotations>, done: string): Promise<boolean> => {
    if (busy || !query.data) return false
    setBusy(true)
    try {
      client.setQueryData(options.queryKey, await work(query.data))
      setOutcome({ ...NOTHING, text: done })
      // Alias and tags stand in lists, counts and on the page itself.
      for (const queryKey of DATA_KEYS) void client.invalidateQueries({ queryKey })
      return true
    } catch (error) {
      setOutcome({ text: toApiError(error).message, failed: true })
      // Somebody else may have been quicker: what they wrote shows beside what was typed.
      await client.invalidateQueries({ queryKey: options.queryKey })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { query, act, busy, outcome, clear: () => setOutcome(NOTHING) }
}
