'use client'

import { PageBroke } from '#components/shell/page-broke.tsx'

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageBroke digest={error.digest} onRetry={reset} />
}
