'use client'

import { useMemo } from 'react'
import { COLUMNS, type Column, type ColumnKey, fittingColumns, readColumns } from './columns.ts'

/** Below this width of the list, in rem, only what says most fits beside each other. */
const NARROW_REM = 40
/** What always shows there; chosen columns follow. */
export const NARROW_KEYS: readonly ColumnKey[] = ['name', 'status', 'since', 'reason', 'sync']
/** Before the list is measured. */
const USUAL_REM = 75

/** What shows whatever somebody chooses, by the width of the list in rem. */
export function alwaysShown(rem: number | null): readonly ColumnKey[] {
  return rem !== null && rem < NARROW_REM ? NARROW_KEYS : ['name']
}

/** The columns that show: those of the address, else as many of the usual ones as fit. A narrow list has some in any case. */
export function useColumns(cols: string, rem: number | null, severalManagers: boolean): readonly Column[] {
  return useMemo(() => {
    const chosen = readColumns(cols)
    if (rem === null || rem >= NARROW_REM) return chosen ?? fittingColumns(rem ?? USUAL_REM, severalManagers)
    const isAlways = ({ key }: Column) => NARROW_KEYS.includes(key)
    return [...COLUMNS.filter(isAlways), ...(chosen ?? []).filter((column) => !isAlways(column))]
  }, [cols, rem, severalManagers])
}
