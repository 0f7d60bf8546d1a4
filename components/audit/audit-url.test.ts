import { expect, it } from 'vitest'
import { auditHref, EVERYTHING, readAuditUrl } from './audit-url.ts'

const read = (text: string) => readAuditUrl(new URLSearchParams(text))

it('an address brings back what was set', () => {
  const times = { from: '2026-11-22T03:00:00.000Z', to: '2026-11-22T04:00:00.000Z' }
  for (const set of [
    EVERYTHING,
    { ...EVERYTHING, ...times, text: 'wall & 10.0.0.9' },
    { ...EVERYTHING, span: '24h', kind: 'sign_in', outcome: 'failed' },
  ])
    expect(read(auditHref(set).replace(/^\/audit\??/, ''))).toEqual(set)
  expect(auditHref(EVERYTHING)).toBe('/audit')
})

it('an address that says nothing readable is one of everything', () => {
  expect(read('span=constructor&from=yesterday&to=')).toEqual(EVERYTHING)
  expect(read('span=1h&from=2026-11-22T03:00:00Z')).toEqual({ ...EVERYTHING, span: '1h' })
})

it('a kind or an outcome that there is not is none: it would be asked for in vain, and the menu would show another', () => {
  expect(read('kind=x&outcome=x')).toEqual(EVERYTHING)
  expect(read('kind=constructor&outcome=refused')).toEqual({ ...EVERYTHING, outcome: 'refused' })
  expect(read('kind=export&outcome=OK')).toEqual({ ...EVERYTHING, kind: 'export' })
})
