/**
 * Whether a changing request comes from our own pages. Browsers always send Origin or Sec-Fetch-Site with one;
 * a client that sends neither (curl, a script) is no browser and carries no one else's cookie.
 * @param publicOrigin the only origin of our pages when they are reached through a proxy, whose Host header says nothing
 */
export function isSameOrigin(request: Request, publicOrigin: string | null): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  if (origin === null) return true
  if (publicOrigin !== null) return origin === publicOrigin
  const host = request.headers.get('host')
  return URL.canParse(origin) && host !== null && new URL(origin).host === host.toLowerCase()
}
