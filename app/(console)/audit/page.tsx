import type { Metadata } from 'next'
import { AuditView } from '#components/audit/audit-view.tsx'
import { AUDIT_TEXT } from '#lib/format/text-audit.ts'

export const metadata: Metadata = { title: AUDIT_TEXT.title }

export default function AuditPage() {
  return <AuditView />
}
