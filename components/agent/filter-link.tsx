'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useContext } from 'react'
import { ListLink } from '#components/ui/list-link.tsx'
import type { Expr } from '#lib/query/ast.ts'
import { printQuery } from '#lib/query/print.ts'
import { filteredHref } from './filtered-href.ts'
import { BesideContext } from './walking.ts'

/** A link to the endpoints that fulfil a condition: in the list that stands beside, which keeps its order and columns, or in the plain one. */
export function FilterLink({ term, ...rest }: { term: Expr; className: string; title?: string; children: React.ReactNode }) {
  const isBeside = useContext(BesideContext)
  const search = useSearchParams().toString()
  const q = printQuery(term)
  if (isBeside) return <ListLink {...rest} href={filteredHref(search, q)} />
  return <Link {...rest} href={filteredHref('', q)} prefetch={false} />
}
