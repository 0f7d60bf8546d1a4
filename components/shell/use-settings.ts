'use client'

import { useQuery } from '@tanstack/react-query'
import { settingsQueries } from '#lib/api/queries.ts'
import type { Settings } from '#lib/contract/settings.ts'
import { useSession } from './use-session.ts'

/** The rules as they are set, and how long each manager waits; `undefined` until they are known. Not asked for by who may see nothing. */
export function useSettings(): Settings | undefined {
  const { sees } = useSession()
  return useQuery({ ...settingsQueries.current(), enabled: sees !== 'nothing' }).data
}
