import { readFileSync } from 'node:fs'

export interface SampleAlert {
  readonly timestamp: string
  readonly agent: { readonly id: string; readonly name: string; readonly ip: string }
  readonly manager: { readonly name: string }
}

interface Template {
  readonly kind: string
  /** The field that it is set on, or the product. */
  readonly of: string
  readonly text: string
}

/** The templates of `docs/alert-links.md`, in their order. */
export const ALERT_TEMPLATES: readonly Template[] = [
  ...readFileSync('docs/alert-links.md', 'utf8').matchAll(/```(url-formatter|mustache) (\S+)\n([\s\S]*?)\n```/g),
].map(([, kind = '', of = '', text = '']) => ({ kind, of, text }))

/** The link in what the products make of a template, as their documents say. */
export function linkOf({ kind, of, text }: Template, alert: SampleAlert): URL {
  const rendered =
    kind === 'url-formatter'
      ? text.replace('{{value}}', encodeURIComponent(valueAt(alert, of)))
      : text.replace(/\{\{\{([\w.]+)\}\}\}/g, (_, place: string) => valueAt(alert, place))
  return new URL(/https:\/\/rollcall\.example\/go\/agent\?[^|\])>\s]+/.exec(rendered)?.[0] ?? '')
}

function valueAt(alert: SampleAlert, place: string): string {
  const value = place.split('.').reduce<unknown>((part, key) => new Map(Object.entries(part ?? {})).get(key), alert)
  if (typeof value !== 'string') throw new Error(`the sample alert has no ${place}`)
  return value
}
