import { useState } from 'react'

/** What stands in a field whose value has its home elsewhere. */
export interface Typed {
  readonly text: string
  /** The value that this has taken note of. */
  readonly seen: string
  /** What was handed up and has not come back as the value yet. */
  readonly sent: string | null
}

/** What is being typed into a field, until it is handed up; it follows when the value changes by another hand. */
export function useTyped(value: string) {
  const [held, setHeld] = useState<Typed>({ text: value, seen: value, sent: null })
  // Within the rendering, not after it: a key pressed in between would be lost.
  const typed = followed(held, value)
  if (typed !== held) setHeld(typed)
  return {
    text: typed.text,
    type: (text: string) => setHeld((now) => ({ ...now, text })),
    /** `text` is handed up. */
    send: (text: string) => setHeld((now) => ({ ...now, sent: text })),
    /** Nothing of it is kept. */
    drop: () => setHeld((now) => ({ ...now, text: now.seen })),
  }
}

/** The field once its value is `value`: what it handed up itself must not overwrite newer typing, anything else does. */
export function followed(typed: Typed, value: string): Typed {
  if (value === typed.seen) return typed
  return { text: value === typed.sent ? typed.text : value, seen: value, sent: null }
}
