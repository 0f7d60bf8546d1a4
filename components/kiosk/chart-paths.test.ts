import { expect, it } from 'vitest'
import { drawChart, hourMarks } from './chart-paths.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString()
const counts = (disconnected: number, never_connected = 0, other = 0) => ({ disconnected, never_connected, other })

it('stacks what does not report from zero, the most of it as high as there is room', () => {
  const chart = { from: at(0), to: at(4), gaps: [], points: [0, 4].map((hour) => ({ at: at(hour), counts: counts(10, 20, 10) })) }
  const { all, disconnected, areas } = drawChart(chart)
  expect(all).toBe('M0 8L1440 8')
  expect(disconnected).toBe('M0 302L1440 302')
  expect(areas.disconnected).toBe('M0 302L1440 302L1440 400L0 400Z')
})

it('breaks the line where nobody looked, and names that stretch', () => {
  const points = [0, 1, 2, 3, 4].map((hour) => ({ at: at(hour), counts: hour === 2 ? null : counts(1) }))
  const { all, gaps } = drawChart({ from: at(0), to: at(4), points, gaps: [{ from: at(1), to: at(3) }] })
  expect(all.match(/M/g)).toHaveLength(2)
  expect(gaps).toEqual([{ from: 0.25, to: 0.75 }])
})

it('draws a fleet of which all report, and one of which nothing is known', () => {
  const points = [0, 4].map((hour) => ({ at: at(hour), counts: counts(0) }))
  expect(drawChart({ from: at(0), to: at(4), gaps: [], points }).all).toBe('M0 400L1440 400')
  expect(drawChart({ from: at(0), to: at(4), gaps: [], points: [] })).toMatchObject({ all: '', first: null })
})

it('tells from when on something is drawn, which a single point is not', () => {
  const points = [1, 2, 3, 4].map((hour) => ({ at: at(hour), counts: hour === 2 ? null : counts(1) }))
  expect(drawChart({ from: at(0), to: at(4), gaps: [], points }).first).toEqual({ at: at(3), share: 0.75 })
})

it('marks every sixth hour of the zone, none near the ends', () => {
  const from = new Date(Date.UTC(2026, 10, 20, 9)).toISOString()
  const marks = hourMarks({ from, to: at(9) }, 'UTC')
  expect(marks.map((mark) => new Date(mark.at).getUTCHours())).toEqual([18, 0, 6])
  expect(hourMarks({ from, to: at(9) }, 'Asia/Tokyo').map((mark) => new Date(mark.at).getUTCHours())).toEqual([21, 3])
})
