const BASE = 'http://here.invalid'

/**
 * Where to go after sign-in: a path of our own pages, or `/` for anything else. Only the path, search and fragment of what
 * was given survive, so no link can lead a person who just signed in to another site.
 */
export function safeReturnPath(given: string | null | undefined): string {
  if (!given?.startsWith('/') || /^\/[/\\]/.test(given) || hasControlCharacter(given)) return '/'
  const url = URL.canParse(given, BASE) ? new URL(given, BASE) : null
  if (url?.origin !== BASE || url.pathname.startsWith('//')) return '/'
  if (/^\/(sign-in|api)(\/|$)/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}

/** Address of the sign-in page that leads back to `path`. */
export function signInHref(path: string): string {
  const next = safeReturnPath(path)
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
}

/** Address of the page on which one adds an account at another manager to one's session, and then goes back to `path`. */
export function addManagerHref(manager: string, path: string): string {
  return `/sign-in?${new URLSearchParams({ add: manager, next: safeReturnPath(path) })}`
}

/** Browsers drop tabs and line breaks inside addresses, which would turn `/\t/evil` into `//evil`. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f')
}
