import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { KiosksView } from '#components/kiosks/kiosks-view.tsx'
import { KIOSKS_TEXT } from '#lib/format/text-kiosks.ts'
import { runtime } from '#server/runtime.ts'

export const metadata: Metadata = { title: KIOSKS_TEXT.title }

export default async function KiosksPage() {
  const { publicOrigin } = runtime().config
  const host = publicOrigin?.replace(/^https:\/\//, '') ?? (await headers()).get('host')
  return (
    <>
      <h1 tabIndex={-1} className="gutter pt-8 pb-3 text-h1 font-semibold tracking-tight">
        {KIOSKS_TEXT.title}
      </h1>
      <KiosksView address={`${host}/kiosk`} />
    </>
  )
}
