import type { Metadata } from 'next'
import { SessionsView } from '#components/sessions/sessions-view.tsx'
import { SESSIONS_TEXT } from '#lib/format/text-sessions.ts'

export const metadata: Metadata = { title: SESSIONS_TEXT.title }

export default function SessionsPage() {
  return <SessionsView />
}
