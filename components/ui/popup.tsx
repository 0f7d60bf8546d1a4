'use client'

import { useEffect, useId, useRef, useState } from 'react'

/**
 * A button that opens a small panel below itself; on phones the panel lies at the lower edge. What is in it exists only while it is
 * open. Esc, a press elsewhere and leaving it by Tab close it.
 */
export function Popup({
  button,
  label,
  className = 'button',
  from = 'end',
  open: wanted,
  onOpen,
  children,
}: {
  button: React.ReactNode
  /** Name of the panel, and of the button where that shows no words. */
  label: string
  className?: string
  /** The edge of the button that the panel keeps to. */
  from?: 'start' | 'end'
  /** With `onOpen` the caller says whether it is open. */
  open?: boolean
  onOpen?: (open: boolean) => void
  children: (close: () => void) => React.ReactNode
}) {
  const [own, setOwn] = useState(false)
  const open = wanted ?? own
  const setOpen = (next: boolean) => {
    setOwn(next)
    onOpen?.(next)
  }
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const close = () => {
    setOpen(false)
    trigger.current?.focus()
  }
  const latest = useRef(setOpen)
  useEffect(() => {
    latest.current = setOpen
  })
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) latest.current(false)
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    panel.current?.focus()
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || !open || event.nativeEvent.isComposing) return
    event.stopPropagation()
    close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc is heard wherever the focus is inside
    <div className="popup no-print" ref={frame} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={trigger}
        className={className}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={id} ref={panel} role="dialog" aria-label={label} tabIndex={-1} className="popup-panel" data-from={from}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
