'use client'

import { useEffect, useRef, useState } from 'react'
import { toApiError } from '#lib/api/api-error.ts'
import type { ExportParams } from '#lib/api/export.ts'

export type ExportState =
  | { readonly kind: 'idle' | 'starting' | 'cancelled' }
  | { readonly kind: 'running'; readonly rows: number; readonly total: number }
  | { readonly kind: 'done'; readonly rows: number; readonly name: string }
  | { readonly kind: 'failed'; readonly message: string }

/** One export at a time; it goes on while its panel is closed and ends with the page. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ kind: 'idle' })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async (params: ExportParams) => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState({ kind: 'starting' })
    try {
      const onRows = (rows: number, total: number) => setState({ kind: 'running', rows, total })
      const { downloadExport } = await import('#lib/api/export.ts')
      const { file, name, rows } = await downloadExport(params, { signal: own.signal, onRows })
      save(file, name)
      setState({ kind: 'done', rows, name })
    } catch (error) {
      if (!own.signal.aborted) setState({ kind: 'failed', message: toApiError(error).message })
    }
  }
  const cancel = () => {
    running.current?.abort()
    setState({ kind: 'cancelled' })
  }
  return { state, start, cancel }
}

function save(file: Blob, name: string) {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has its own hold on the file by the next minute.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
