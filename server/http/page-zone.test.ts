import { describe, expect, it } from 'vitest'
import { readZone } from './page-zone.ts'

describe('the zone that a browser tells', () => {
  it('is taken by its one name', () => {
    expect(readZone('Europe/Berlin')).toBe('Europe/Berlin')
    expect(readZone('europe/BERLIN')).toBe('Europe/Berlin')
    expect(readZone('UTC')).toBe('UTC')
  })

  it('is none when nothing here has that name', () => {
    for (const text of ['', 'Nowhere/Land', '+05:30', 'Europe/Berlin; x', '../etc', '<b>', 'A'.repeat(100)])
      expect(readZone(text), text).toBeNull()
  })
})
