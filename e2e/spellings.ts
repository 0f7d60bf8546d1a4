/** Spellings of a page's address that some router, proxy or cache has once taken for another one. */
export function spellingsOf(path: string): string[] {
  const [, first = '', ...rest] = path.split('/')
  const encoded = `/%${first.charCodeAt(0).toString(16)}${first.slice(1)}${rest.map((part) => `/${part}`).join('')}`
  return [
    ...[
      path,
      `${path}/`,
      `${path}//`,
      `//${path.slice(1)}`,
      `/.${path}`,
      `/x/..${path}`,
      `/%2e%2e${path}`,
      `${path}.`,
      `${path}%20`,
    ],
    ...[
      `${path}.rsc`,
      `${path}.json`,
      `${path}.html`,
      `${path}.txt`,
      `${path}?_rsc=abc`,
      `${path}?__nextLocale=x`,
      `${path};x=1`,
    ],
    ...[`${path}.segments/_tree.segment.rsc`, `${path}.segments/_full.segment.rsc`, `${path}.prefetch.rsc`],
    ...[
      `/_next/data/x${path}.json`,
      `/_next/data/x/en${path}.json`,
      `/en${path}`,
      path.toUpperCase(),
      `${path}%00`,
      `${path}%2f`,
    ],
    ...(first === '' ? [] : [encoded, encoded.replace('%', '%25')]),
  ]
}
