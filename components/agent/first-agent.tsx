'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { putAgent } from '#lib/api/first-answers.ts'
import type { FirstAgent } from '#lib/contract/first-answers.ts'

/** Gives the page of an endpoint what its server knows, so that the first paint says it. */
export function WithFirstAgent({ answers, children }: { answers: FirstAgent | null; children: React.ReactNode }) {
  const client = useQueryClient()
  useState(() => answers && putAgent(client, answers))
  return children
}
