'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useState } from 'react'
import { putAnswers, putRows } from '#lib/api/first-answers.ts'
import type { FirstAnswers } from '#lib/contract/first-answers.ts'

/** Gives the list page what its server knows, so that the first paint says it. The rows are drawn by the browser, when it takes over. */
export function WithFirstAnswers({ answers, children }: { answers: FirstAnswers | null; children: React.ReactNode }) {
  const client = useQueryClient()
  const [first] = useState(() => {
    if (answers) putAnswers(client, answers)
    return answers
  })
  useLayoutEffect(() => {
    if (first) putRows(client, first)
  }, [client, first])
  return children
}
