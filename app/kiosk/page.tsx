import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { KioskView } from '#components/kiosk/kiosk-view.tsx'
import { WallNotice } from '#components/kiosk/notice.tsx'
import { readOptions } from '#components/kiosk/options.ts'
import { Wall } from '#components/kiosk/wall.tsx'
import { KIOSK_TEXT } from '#lib/format/text-kiosk.ts'
import { hasKioskCookie, kioskPage } from '#server/http/kiosk-page.ts'
import { runtime } from '#server/runtime.ts'
import '../styles/kiosk.css'
import '../styles/kiosk-views.css'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: KIOSK_TEXT.title }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function KioskPage({ searchParams }: Props) {
  const given = await searchParams
  const options = readOptions(given)
  const first = await kioskPage()
  const { state } = first.screen
  if (state === 'none' && given['crowded'] !== undefined)
    return (
      <Wall scale={options.scale}>
        <meta httpEquiv="refresh" content={`60;url=/kiosk${options.search}`} />
        <WallNotice title={KIOSK_TEXT.crowded.title} detail={KIOSK_TEXT.crowded.detail} />
      </Wall>
    )
  const cookieless = given['started'] !== undefined && !(await hasKioskCookie())
  if (state === 'none' && !cookieless) redirect(`/kiosk/start${options.search}`)
  const host = runtime().config.publicOrigin?.replace(/^https:\/\//, '') ?? (await headers()).get('host')
  return (
    <>
      {/* Without a script the page renews itself, and each time shows the next view. */}
      <noscript>
        <meta httpEquiv="refresh" content={state === 'waiting' ? '5' : String(Math.min(options.seconds, 30))} />
      </noscript>
      <KioskView first={first} options={options} address={`${host}/kiosks`} cookieless={cookieless} />
    </>
  )
}
