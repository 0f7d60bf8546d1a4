import { describe, expect, it } from 'vitest'
import { generateSource } from './generated-source.ts'
import { type PastLine, tellPast } from './past.ts'

const bornAt = 1_795_000_000
const make = (agents: number) => generateSource({ agents, seed: 7, bornAt, frozen: false })
const tell = (agents: number, until = bornAt + 30) => [...tellPast(make(agents), until)]
const momentsOf = (lines: readonly PastLine[]) => lines.flatMap((line) => (line.kind === 'moment' ? [line] : []))

describe('the past of a generated fleet', () => {
  const lines = tell(400)
  const moments = momentsOf(lines)

  it('spans 30 days before a moment, closer together towards it, and is the same every time', () => {
    const times = moments.map(({ at }) => bornAt + 30 - at)
    expect(times[0]).toBeGreaterThan(29.9 * 86_400)
    expect(times.at(-1)).toBe(60)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(moments.length).toBeGreaterThan(1000)
    expect(tell(400)).toEqual(lines)
  })

  it('counts what the manager would have answered then', () => {
    const source = make(400)
    for (const { at, counts } of moments.filter((_, index) => index % 97 === 0)) {
      source.refresh(at)
      const rows = Array.from({ length: 400 }, (_, i) => i + 1).filter((row) => Number(source.columns.date_add.read(row)) <= at)
      const expected: Record<string, number> = { total: rows.length }
      for (const row of rows)
        for (const name of ['connection_status', 'group_config_status'] as const) {
          const word = String(source.columns[name].read(row))
          expected[word] = (expected[word] ?? 0) + 1
        }
      expect(counts).toEqual(expected)
    }
  })

  it('has changes that lead from each moment’s counts to the next, and to the end', () => {
    let [before] = moments
    for (const moment of moments.slice(1)) {
      const expected = { ...before?.counts }
      const add = (word: string, by: number) => {
        expected[word] = (expected[word] ?? 0) + by
      }
      for (const { field, from, to } of moment.changes) {
        if (field === 'date_add') add('total', 1)
        if (field !== 'status' && field !== 'group_config_status') continue
        add(String(from), -1)
        add(to, 1)
      }
      const enrolled = moment.changes.filter(({ field }) => field === 'date_add').length
      const some = (counts: Record<string, number>, words: readonly string[]) =>
        words.reduce((sum, word) => sum + (counts[word] ?? 0), 0)
      const statuses = ['active', 'pending', 'disconnected', 'never_connected']
      // New ones begin in some state, which no change tells.
      expect(some(moment.counts, statuses) - some(expected, statuses)).toBe(enrolled)
      expect(moment.counts['total']).toBe(expected['total'])
      if (enrolled === 0) for (const word of statuses) expect(moment.counts[word] ?? 0).toBe(expected[word] ?? 0)
      before = moment
    }
    const end = lines.at(-1)
    if (end?.kind !== 'end') throw new Error('no end')
    expect(end.agents).toHaveLength(before?.counts['total'] ?? 0)
    expect(end.agents.filter(({ status }) => status === 'active')).toHaveLength(before?.counts['active'] ?? 0)
    expect(moments.some(({ changes }) => changes.some(({ field }) => field === 'date_add'))).toBe(true)
  })

  it('is coarser for a large fleet and not told for a huge one', () => {
    expect(momentsOf(tell(6000)).length).toBeLessThan(250)
    expect(tell(20_001)).toEqual([])
    expect(momentsOf(tell(0)).every(({ counts }) => counts['total'] === 0)).toBe(true)
  })
})
