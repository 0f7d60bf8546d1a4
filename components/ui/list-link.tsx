'use client'

/** A link within the list page: a real address to copy or open elsewhere, followed without loading the page again. */
export function ListLink({ href, onClick, ...rest }: { href: string } & React.ComponentProps<'a'>) {
  const follow = (event: React.MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(href, 'push')
  }
  return <a href={href} onClick={follow} {...rest} />
}

/** Next follows the browser's own history, so that changing the filter asks the server for data only and not for the page again. */
export function goTo(href: string, how: 'push' | 'replace') {
  if (how === 'push') window.history.pushState(null, '', href)
  else window.history.replaceState(null, '', href)
}
