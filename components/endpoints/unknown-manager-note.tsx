'use client'

import { useQuery } from '@tanstack/react-query'
import { syncQueries } from '#lib/api/queries.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Expr } from '#lib/query/ast.ts'
import { unknownManagers } from '#lib/query/manager-names.ts'

/** A saved view or a link may ask for a manager that was renamed since: then its rows are not those that were meant. */
export function UnknownManagerNote({ expr, className }: { expr: Expr; className?: string }) {
  const managers = useQuery(syncQueries.report()).data?.managers
  if (!managers) return null
  const known = managers.map(({ name }) => name)
  return unknownManagers(expr, managers).map((name) => (
    <p key={name} className={className}>
      {LIST_TEXT.unknownManager(name, known)}
    </p>
  ))
}
