'use client'

import { useRef, useState } from 'react'
import { approveKiosk, findPairing } from '#lib/api/kiosks.ts'
import type { PairingItem } from '#lib/contract/kiosk.ts'
import { KIOSKS_TEXT } from '#lib/format/text-kiosks.ts'
import { formatMoment } from '#lib/format/time.ts'
import { ApproveForm } from './approve-form.tsx'

/** First the code, then which screen that is and what it may show. */
export function ConnectKiosk({ address, act }: { address: string; act: (work: () => Promise<string>) => Promise<boolean> }) {
  const words = KIOSKS_TEXT
  const [code, setCode] = useState('')
  const [found, setFound] = useState<PairingItem | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const find = async (event: React.FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (code.trim() === '') return field.current?.focus()
    setBusy(true)
    await act(async () => {
      setFound(await findPairing(code))
      return ''
    })
    setBusy(false)
  }
  return (
    <section className="kiosks-connect" aria-labelledby="connect">
      <h2 id="connect" className="text-lead font-semibold">
        {words.connect}
      </h2>
      {found === null ? (
        <form className="grid max-w-(--form) gap-2" onSubmit={find}>
          <p className="text-secondary">{words.how(address)}</p>
          <label className="grid gap-1">
            <span className="meta text-secondary">{words.code}</span>
            <input
              ref={field}
              className="field mono uppercase placeholder:normal-case"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={12}
              required
              placeholder={words.codeHint}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
          <p>
            <button type="submit" className="button main" aria-disabled={busy}>
              {busy ? words.finding : words.find}
            </button>
          </p>
        </form>
      ) : (
        <div className="grid max-w-(--form) gap-2">
          <p>
            <b className="font-semibold">{words.found(found.address)}</b>{' '}
            {words.foundSince(formatMoment(found.startedAt, found.expiresAt))}
            <span className="meta block text-secondary wrap-anywhere">{found.browser}</span>
          </p>
          <p className="text-secondary">{words.foundNote}</p>
          <ApproveForm
            onCancel={() => setFound(null)}
            onApprove={async (kiosk) => {
              const done = await act(async () => words.approved((await approveKiosk({ ...kiosk, code })).name))
              if (!done) return
              setFound(null)
              setCode('')
            }}
          />
        </div>
      )}
    </section>
  )
}
