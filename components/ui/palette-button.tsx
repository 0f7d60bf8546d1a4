'use client'

import { LIST_TEXT } from '#lib/format/text-list.ts'
import { Icon } from './icon.tsx'
import { openDialog } from './palette-switch.ts'

/** The way to the palette for those who do not know its key; on narrow screens only its picture. */
export function PaletteButton() {
  return (
    <button
      type="button"
      className="palette-button"
      aria-label={LIST_TEXT.goTo}
      aria-keyshortcuts="Control+K Meta+K"
      aria-haspopup="dialog"
      onClick={() => openDialog('palette')}
    >
      <Icon name="search" />
      <span className="words">{LIST_TEXT.goTo}</span>
      <kbd className="key">Ctrl K</kbd>
    </button>
  )
}
