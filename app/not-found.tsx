import type { Metadata } from 'next'
import Link from 'next/link'
import { Notice } from '#components/ui/notice.tsx'
import { TEXT } from '#lib/format/text.ts'

export const metadata: Metadata = { title: TEXT.notFoundPage.title }

export default function NotFound() {
  return (
    <main>
      <Notice title={TEXT.notFoundPage.title} level={1}>
        <p>{TEXT.notFoundPage.detail}</p>
        <p className="mt-2">
          <Link className="button" href="/" prefetch={false}>
            {TEXT.notFoundPage.back}
          </Link>
        </p>
      </Notice>
    </main>
  )
}
