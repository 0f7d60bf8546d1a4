'use client'

import { useMemo } from 'react'
import { COLUMNS, type Column, fittingColumns, readColumns } from './columns.ts'

/** Below this width of the list, in rem, rows have two lines of their own shape. */
const PHONE_REM = 40
const PHONE_KEYS = ['name', 'status', 'since', 'reason', 'sync']
/** Before the list is measured. */
const USUAL_REM = 75

/** The columns that show: those of the address, else as many of the usual ones as fit; on phones always the same. */
export function useColumns(cols: string, rem: number | null, severalManagers: boolean): readonly Column[] {
  return useMemo(() => {
    if (rem !== null && rem < PHONE_REM) return COLUMNS.filter(({ key }) => PHONE_KEYS.includes(key))
    return readColumns(cols) ?? fittingColumns(rem ?? USUAL_REM, severalManagers)
  }, [cols, rem, severalManagers])
}
