'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { breakdownQueries } from '#lib/api/queries.ts'
import type { Breakdown, Breakdowns } from '#lib/contract/breakdowns.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Expr } from '#lib/query/ast.ts'
import { Facet, type RailBar } from './facet.tsx'
import { RailSkeleton } from './rail-skeleton.tsx'

/** The breakdowns of what the filter shows, whole; on narrow screens behind a button. */
export function Rail({ q, expr, hrefOf }: { q: string; expr: Expr; hrefOf: (q: string) => string }) {
  const { data, isError, isPlaceholderData } = useQuery(breakdownQueries.of(q))
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div className="rail-switch gutter">
        <button type="button" className="button" aria-expanded={isOpen} aria-controls="rail" onClick={() => setOpen(!isOpen)}>
          <Icon name="filter" />
          {isOpen ? TEXT.rail.close : TEXT.rail.open}
        </button>
      </div>
      <nav
        id="rail"
        className="rail no-print"
        aria-label={TEXT.rail.label}
        aria-busy={isPlaceholderData}
        data-open={isOpen ? '' : undefined}
      >
        <a className="rail-skip" href="#list">
          {TEXT.rail.skip}
        </a>
        {data?.total === 0 ? (
          <p className="rail-facets meta text-tertiary">
            <span className="px-2">{TEXT.rail.nothing}</span>
          </p>
        ) : data ? (
          <Facets data={data} expr={expr} hrefOf={hrefOf} />
        ) : isError ? (
          <p className="rail-facets meta text-secondary">
            <span className="px-2">{TEXT.rail.failed}</span>
          </p>
        ) : (
          <RailSkeleton />
        )}
      </nav>
    </>
  )
}

function Facets({ data, expr, hrefOf }: { data: Breakdowns; expr: Expr; hrefOf: (q: string) => string }) {
  const { titles } = TEXT.rail
  const shared = { whole: data, expr, hrefOf }
  const several = data.group.several > 0 ? TEXT.rail.several(data.group.several) : undefined
  return (
    <div className="rail-facets">
      <Facet {...shared} title={titles.reason} facet={data.reason} withDown={false} />
      <Facet {...shared} title={titles.sync} facet={data.sync} withDown={false} />
      <Facet {...shared} title={titles.group} facet={data.group} note={several} />
      {data.node.bars.some(({ manager }) => manager !== undefined) ? (
        <Facet
          {...shared}
          title={titles.managerNode}
          facet={{ bars: withNodes(data.manager, data.node), rest: data.node.rest }}
        />
      ) : (
        <Facet {...shared} title={titles.node} facet={data.node} />
      )}
      <Facet {...shared} title={titles.version} facet={data.version} />
      <Facet {...shared} title={titles.system} facet={data.system} />
    </div>
  )
}

/** Each manager with its nodes below it. */
function withNodes(managers: Breakdown, nodes: Breakdown): RailBar[] {
  return managers.bars.flatMap((bar) => [
    bar,
    ...nodes.bars.flatMap((node) => (node.manager === bar.value ? [{ ...node, isSub: true }] : [])),
  ])
}
