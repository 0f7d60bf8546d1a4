import type { Metadata } from 'next'
import { EndpointsView } from '#components/endpoints/endpoints-view.tsx'
import { TEXT } from '#lib/format/text.ts'

export const metadata: Metadata = { title: TEXT.nav.endpoints }

export default function EndpointsPage() {
  return <EndpointsView />
}
