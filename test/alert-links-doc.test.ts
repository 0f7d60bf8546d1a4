import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readQuestion } from '#lib/contract/alert-question.ts'
import { parseMoment } from '#lib/query/moment-text.ts'

const alert = {
  timestamp: '2026-11-21T09:00:00.000+0000',
  agent: { id: '001', name: 'fra-sql-07', ip: '10.10.4.17' },
  manager: { name: 'emea-worker-01' },
}
const TEMPLATE = /```(url-formatter|mustache) (\S+)\n([\s\S]*?)\n```/g
const templates = [...readFileSync('docs/alert-links.md', 'utf8').matchAll(TEMPLATE)].map(
  ([, kind = '', of = '', text = '']) => ({
    ...{ kind, of, text },
  }),
)

/** What the products make of a template, as their documents say. */
function render({ kind, of, text }: (typeof templates)[number]): string {
  if (kind === 'url-formatter') return text.replace('{{value}}', encodeURIComponent(valueAt(of)))
  return text.replace(/\{\{\{([\w.]+)\}\}\}/g, (_, place: string) => valueAt(place))
}

function valueAt(place: string): string {
  const value = place.split('.').reduce<unknown>((part, key) => new Map(Object.entries(part ?? {})).get(key), alert)
  if (typeof value !== 'string') throw new Error(`the sample alert has no ${place}`)
  return value
}

describe('docs/alert-links.md', () => {
  it('has a template for each product', () => {
    expect(templates.map(({ of }) => of)).toEqual(['agent.id', 'agent.name', 'agent.ip', 'slack', 'jira', 'thehive'])
  })

  it.each(templates)('gives for $of a link that is understood', (template) => {
    const link = /https:\/\/rollcall\.example\/go\/agent\?[^|\])>\s]+/.exec(render(template))?.[0] ?? ''
    const url = new URL(link)
    expect(url.pathname).toBe('/go/agent')
    const reading = readQuestion(Object.fromEntries(url.searchParams))
    if (!reading.ok) throw new Error(reading.problem)
    const { id, name, ip, at, manager } = reading.question
    expect([alert.agent.id, alert.agent.name, alert.agent.ip]).toContain(id ?? name ?? ip)
    if (template.kind === 'mustache') {
      expect(manager).toBe(alert.manager.name)
      // The plus of the zone has become a space on the way.
      expect(parseMoment(at ?? '')).toEqual({ ok: true, at: Date.parse('2026-11-21T09:00:00Z') })
    }
  })
})
