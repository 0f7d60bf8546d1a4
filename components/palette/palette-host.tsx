'use client'

import { lazy, Suspense, useCallback, useEffect } from 'react'
import { openDialog, useOpenDialog } from '#components/ui/palette-switch.ts'
import { releaseTyping } from '#components/ui/typed-ahead.ts'
import { useShortcut } from '#components/ui/use-shortcut.ts'

const Palette = lazy(() =>
  import('./palette.tsx').then(
    ({ Palette }) => ({ default: Palette }),
    (error) => {
      releaseTyping()
      throw error
    },
  ),
)
const KeysHelp = lazy(() => import('./keys-help.tsx').then(({ KeysHelp }) => ({ default: KeysHelp })))

/** The dialogs that every page can open; what is in them is loaded when one is opened first. */
export function PaletteHost() {
  const open = useOpenDialog()
  useShortcut(
    '?',
    useCallback(() => openDialog('help'), []),
  )
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      openDialog('palette')
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  if (open === null) return null
  return <Suspense>{open === 'palette' ? <Palette /> : <KeysHelp />}</Suspense>
}
