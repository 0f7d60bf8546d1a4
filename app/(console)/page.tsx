import type { Metadata } from 'next'
import { EndpointsView } from '#components/endpoints/endpoints-view.tsx'
import { TEXT } from '#lib/format/text.ts'
import { goToDefaultView } from '#server/http/session.ts'

export const metadata: Metadata = { title: TEXT.nav.endpoints }

export default async function EndpointsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  // The bare address is the person's default view; any address that says something means what it says.
  if (Object.keys(await searchParams).length === 0) await goToDefaultView()
  return <EndpointsView />
}
