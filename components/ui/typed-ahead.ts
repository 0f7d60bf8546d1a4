'use client'

let text = ''
let stop: (() => void) | null = null

/**
 * From now on keeps what is typed for a box that is not there yet, so that the page does not act on it as on single keys.
 * @param onEscape nobody wants the box any more
 */
export function catchTyping(onEscape: () => void) {
  releaseTyping()
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === 'Backspace') text = text.slice(0, -1)
    else if (event.key.length === 1) text += event.key
    else if (event.key === 'Escape') onEscape()
    else if (event.key !== 'Enter') return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('keydown', keep, { capture: true })
  stop = () => document.removeEventListener('keydown', keep, { capture: true })
}

/** Leaves the keys to the page again. @returns what was typed */
export function releaseTyping(): string {
  stop?.()
  stop = null
  const typed = text
  text = ''
  return typed
}
