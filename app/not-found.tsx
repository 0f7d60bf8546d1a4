import type { Metadata } from 'next'
import { Notice } from '#components/ui/notice.tsx'
import { TEXT } from '#lib/format/text.ts'

export const metadata: Metadata = { title: TEXT.notFoundPage.title }

export default function NotFound() {
  return (
    <main>
      <Notice title={TEXT.notFoundPage.title} level={1}>
        <p>{TEXT.notFoundPage.detail}</p>
        <p className="mt-2">
          {/* Every page brings what this one is made of, so it makes do without the router's link. */}
          <a className="button" href="/">
            {TEXT.notFoundPage.back}
          </a>
        </p>
      </Notice>
    </main>
  )
}
