import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { GoFailure, GoResult } from '#components/agent/go-result.tsx'
import { readQuestion } from '#lib/contract/alert-question.ts'
import type { Resolved } from '#lib/contract/resolve.ts'
import { GO_TEXT } from '#lib/format/text-moment.ts'
import { pageContext } from '#server/http/page-context.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { resolveLimit } from '#server/services/agent/resolve-limit.ts'
import { isServiceError } from '#server/services/errors.ts'

export const metadata: Metadata = { title: GO_TEXT.title }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Where links from alerts arrive: one endpoint opens its page at once, anything else is said here. */
export default async function GoAgentPage({ searchParams }: Props) {
  const given = await searchParams
  // Of a parameter that comes twice the first counts: some tools append their own.
  const one = (name: string) => [given[name]].flat()[0]
  const found = await find({
    ...{ id: one('id'), name: one('name'), ip: one('ip'), manager: one('manager'), cluster: one('cluster') },
    at: one('at') ?? one('timestamp'),
  })
  if (found === null) return null
  if ('refused' in found) return <GoFailure message={found.refused} />
  if (found.kind === 'one') redirect(found.choice.href)
  return <GoResult found={found} />
}

async function find(given: Parameters<typeof readQuestion>[0]): Promise<Resolved | { refused: string } | null> {
  const page = await pageContext()
  if (!page) return null
  try {
    resolveLimit(page.ctx.clock).take(page.session)
    return await resolve({ ctx: page.ctx, input: readQuestion(given) })
  } catch (error) {
    if (isServiceError(error)) return { refused: error.message }
    throw error
  }
}
