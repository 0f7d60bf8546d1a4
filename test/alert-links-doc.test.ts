import { describe, expect, it } from 'vitest'
import { readQuestion } from '#lib/contract/alert-question.ts'
import { parseMoment } from '#lib/query/moment-text.ts'
import { ALERT_TEMPLATES, linkOf } from './alert-templates.ts'

const alert = {
  timestamp: '2026-11-21T09:00:00.000+0000',
  agent: { id: '001', name: 'fra-sql-07', ip: '10.10.4.17' },
  manager: { name: 'emea-worker-01' },
}

describe('docs/alert-links.md', () => {
  it('has a template for each product', () => {
    expect(ALERT_TEMPLATES.map(({ of }) => of)).toEqual(['agent.id', 'agent.name', 'agent.ip', 'slack', 'jira', 'thehive'])
  })

  it.each(ALERT_TEMPLATES)('gives for $of a link that is understood', (template) => {
    const url = linkOf(template, alert)
    expect(url.pathname).toBe('/go/agent')
    const reading = readQuestion(Object.fromEntries(url.searchParams))
    if (!reading.ok) throw new Error(reading.problem)
    const { id, name, ip, at, manager } = reading.question
    expect([alert.agent.id, alert.agent.name, alert.agent.ip]).toContain(id ?? name ?? ip)
    if (template.kind === 'mustache') {
      expect({ id, name, manager }).toEqual({ id: alert.agent.id, name: alert.agent.name, manager: alert.manager.name })
      // The plus of the zone has become a space on the way.
      expect(parseMoment(at ?? '')).toEqual({ ok: true, at: Date.parse('2026-11-21T09:00:00Z') })
    }
  })
})
