import type { Metadata } from 'next'
import { DEFAULT_SPAN } from '#components/chart/span.ts'
import { EndpointsView } from '#components/endpoints/endpoints-view.tsx'
import { countedQueries, readFilter, rowsOf } from '#components/endpoints/filter.ts'
import { WithFirstAnswers } from '#components/endpoints/first-answers.tsx'
import { readListUrl } from '#components/endpoints/list-url.ts'
import type { FirstAnswers } from '#lib/contract/first-answers.ts'
import { isSavedView } from '#lib/contract/views.ts'
import { TEXT } from '#lib/format/text.ts'
import { presetsOf } from '#lib/query/presets.ts'
import { listAnswers, pageSettings } from '#server/http/page-answers.ts'
import { goToDefaultView } from '#server/http/session.ts'

export const metadata: Metadata = { title: TEXT.nav.endpoints }

type Search = Readonly<Record<string, string | string[] | undefined>>

export default async function EndpointsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  // The bare address is the person's default view; any address that says something means what it says.
  if (Object.keys(search).length === 0) await goToDefaultView()
  return (
    <WithFirstAnswers answers={await firstAnswers(search)}>
      <EndpointsView />
    </WithFirstAnswers>
  )
}

/** What the page would ask first. */
async function firstAnswers(search: Search): Promise<FirstAnswers | null> {
  const params = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, [value].flat()[0] ?? '']))
  const url = readListUrl(params)
  const filter = readFilter(url.q)
  const settings = await pageSettings()
  if (!filter.ok || settings === null) return null
  return listAnswers({
    q: filter.text,
    counted: countedQueries(presetsOf(settings)),
    past: { from: DEFAULT_SPAN.from, to: DEFAULT_SPAN.to },
    views: isSavedView(params.get('view') ?? ''),
    rows: rowsOf(url, filter),
  })
}
