'use client'

import { PageBroke } from '#components/shell/page-broke.tsx'

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <PageBroke digest={error.digest} onRetry={reset} />
    </main>
  )
}
