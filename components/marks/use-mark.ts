'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toApiError } from '#lib/api/api-error.ts'
import { DATA_KEYS } from '#lib/api/queries.ts'

/** Does something with marks, asks anew for all that shows them, and says how it went. */
export function useMark() {
  const client = useQueryClient()
  const [outcome, setOutcome] = useState({ text: '', failed: false })
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<string>) => {
    if (busy) return
    setBusy(true)
    try {
      setOutcome({ text: await work(), failed: false })
    } catch (error) {
      setOutcome({ text: toApiError(error).message, failed: true })
    }
    setBusy(false)
    for (const queryKey of DATA_KEYS) void client.invalidateQueries({ queryKey })
    void client.invalidateQueries({ queryKey: ['events'] })
  }
  return { act, outcome, busy }
}
