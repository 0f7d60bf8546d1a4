import type { Metadata } from 'next'
import { GoView } from '#components/agent/go-view.tsx'
import { GO_TEXT } from '#lib/format/text-moment.ts'

export const metadata: Metadata = { title: GO_TEXT.title }

export default function GoPage() {
  return <GoView />
}
