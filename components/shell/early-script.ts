import { SHORTCUTS_KEY } from '#components/ui/shortcuts-key.ts'
import { HYDRATED, LISTENING } from './early-events.ts'

/**
 * Keeps what is pressed, typed and sent between the first paint and the code that would act on it, and does it again then.
 * Its own text becomes the script of the page: it may use nothing that stands outside of it.
 */
function keepEarly(names: { hydrated: string; listening: string; shortcuts: string }): void {
  /** What does nothing by itself. A press on a link is the browser's, with or without our code. */
  const pressed = 'button[type=button],input[type=checkbox]'
  /** Where a key is text, or a press that comes as a click. */
  const fields = 'input,textarea,select,button,[contenteditable]'
  /** What holds a text or a choice that our code would not learn of: it takes what stands there when it comes for what it was. */
  const holding = 'input:not([type=checkbox],[type=radio]),textarea,select'
  const kept: (() => void)[] = []
  const once = new Set<Element>()
  let typing: { field: Element; value: string } | null = null

  function keep(act: () => void) {
    typing = null
    kept.push(act)
  }
  /** Whoever presses again because nothing happens wants it once. */
  function keepOnce(element: Element, act: () => void) {
    if (once.has(element)) return
    once.add(element)
    keep(() => element.isConnected && act())
  }
  function areKeysOn() {
    try {
      return localStorage.getItem(names.shortcuts) !== 'off'
    } catch {
      return true
    }
  }

  function onClick(event: Event) {
    const element = event.target instanceof Element && event.target.closest<HTMLElement>(pressed)
    if (!element) return
    if (element instanceof HTMLInputElement) event.preventDefault()
    keepOnce(element, () => element.click())
  }
  /** A form that names an address works without our code. */
  function onSubmit(event: SubmitEvent) {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.hasAttribute('action')) return
    event.preventDefault()
    keepOnce(form, () => form.requestSubmit(event.submitter?.isConnected ? event.submitter : null))
  }
  function onKey(event: KeyboardEvent) {
    const { target, key, ctrlKey, metaKey, shiftKey } = event
    if (!(target instanceof Element) || event.altKey || event.isComposing) return
    // Enter in a field without a form is our code's.
    const isEntered = key === 'Enter' && target instanceof HTMLInputElement && target.form === null
    if (!isEntered && (key.length !== 1 || target.closest(fields))) return
    const isCommand = ctrlKey || metaKey
    if (isCommand && key.toLowerCase() !== 'k') return
    if (isCommand || key === '/') event.preventDefault()
    // It leads to its field at once, because what is typed next is text.
    const field = key === '/' && areKeysOn() ? document.querySelector<HTMLElement>('[aria-keyshortcuts="/"]') : null
    if (field) return field.focus()
    const again = new KeyboardEvent('keydown', { key, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true })
    keep(() => (isEntered ? target : (document.activeElement ?? document.body)).dispatchEvent(again))
  }
  function onInput({ target: field }: Event) {
    const isChoice = field instanceof HTMLSelectElement
    if (!isChoice && !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
    if (!field.matches(holding)) return
    if (typing?.field === field) {
      typing.value = field.value
      return
    }
    const typed = { field, value: field.value }
    keep(() => {
      if (!field.isConnected) return
      // React compares with what it last saw in the field, so that has to be something else.
      if (!isChoice) field.value = `${typed.value} `
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, typed.value)
      field.dispatchEvent(new Event(isChoice ? 'change' : 'input', { bubbles: true }))
    })
    typing = typed
  }

  // The last to hear of an event is the window: what React has taken has ended the keeping by then.
  addEventListener('click', onClick)
  addEventListener('submit', onSubmit)
  addEventListener('keydown', onKey)
  addEventListener('input', onInput)
  const stopPresses = () => {
    removeEventListener('click', onClick)
    removeEventListener('submit', onSubmit)
  }
  const doAgain = () => {
    removeEventListener('keydown', onKey)
    removeEventListener('input', onInput)
    setTimeout(() => {
      for (const act of kept.splice(0)) {
        try {
          act()
        } catch (error) {
          reportError(error)
        }
      }
    })
  }
  addEventListener(names.hydrated, stopPresses, { once: true })
  addEventListener(names.listening, doAgain, { once: true })
}

const NAMES = JSON.stringify({ hydrated: HYDRATED, listening: LISTENING, shortcuts: SHORTCUTS_KEY })

/** {@link keepEarly} as the page begins with it. */
export const EARLY_SCRIPT = `(${keepEarly.toString()})(${NAMES})`
