'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toApiError } from '#lib/api/api-error.ts'
import { kioskQueries } from '#lib/api/kiosks.ts'
import { KIOSKS_TEXT } from '#lib/format/text-kiosks.ts'
import { ConnectKiosk } from './connect-kiosk.tsx'
import { KiosksList } from './kiosks-list.tsx'

/** Approving wall screens, and the list of those that a person may disconnect; fits into any page. @param address where a screen begins */
export function KiosksView({ address }: { address: string }) {
  const client = useQueryClient()
  const [outcome, setOutcome] = useState({ text: '', failed: false })
  const act = async (work: () => Promise<string>): Promise<boolean> => {
    let failed = false
    try {
      setOutcome({ text: await work(), failed })
    } catch (error) {
      failed = true
      setOutcome({ text: toApiError(error).message, failed })
    }
    await client.invalidateQueries({ queryKey: kioskQueries.list().queryKey })
    return !failed
  }
  return (
    <div className="gutter kiosks">
      <p className="max-w-(--reading) text-secondary">{KIOSKS_TEXT.lead}</p>
      <ConnectKiosk address={address} act={act} />
      <p role="status" className={outcome.failed ? 'text-disconnected-text' : 'text-secondary empty:hidden'}>
        {outcome.text}
      </p>
      <KiosksList act={act} />
    </div>
  )
}
