import type { KioskBoard } from '#lib/contract/kiosk.ts'

type Chart = KioskBoard['chart']

/** The drawing is so wide and high; it is stretched to its place. */
export const WIDTH = 1440
export const HEIGHT = 400
/** Room above the highest point, so that its line is not cut. */
const TOP = 8

/** The chart as paths of an SVG: an area for each layer from the bottom up, and the lines on top of the first and of all. */
export interface Drawing {
  readonly areas: { readonly disconnected: string; readonly never: string; readonly other: string }
  readonly all: string
  readonly disconnected: string
  /** Stretches in which nobody looked, as shares of the width. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
  /** What is drawn first: its time, and its share of the width; `null` when nothing is. */
  readonly first: { readonly at: string; readonly share: number } | null
}

/** Narrower gaps than this share would be less than a line. */
const NARROW = 0.002

export function drawChart({ from, to, points, gaps }: Chart): Drawing {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const span = Math.max(1, end - start)
  const share = (time: string) => Math.min(1, Math.max(0, (Date.parse(time) - start) / span))
  const seen = points.flatMap(({ at, counts }) => {
    if (counts === null) return [null]
    const first = counts.disconnected
    const second = first + counts.never_connected
    return [{ at, x: round(share(at) * WIDTH), levels: [0, first, second, second + counts.other] as const }]
  })
  const most = Math.max(1, ...seen.map((point) => point?.levels[3] ?? 0))
  const y = (count: number) => round(HEIGHT - (count / most) * (HEIGHT - TOP))
  const runs = runsOf(seen)
  const begin = runs[0]?.[0]?.at
  const line = (level: 1 | 3) =>
    runs.map((run) => `M${run.map(({ x, levels }) => `${x} ${y(levels[level])}`).join('L')}`).join('')
  const area = (low: 0 | 1 | 2, high: 1 | 2 | 3) =>
    runs
      .map((run) => {
        const top = run.map(({ x, levels }) => `${x} ${y(levels[high])}`)
        const bottom = run.map(({ x, levels }) => `${x} ${y(levels[low])}`).reverse()
        return `M${[...top, ...bottom].join('L')}Z`
      })
      .join('')
  return {
    areas: { disconnected: area(0, 1), never: area(1, 2), other: area(2, 3) },
    all: line(3),
    disconnected: line(1),
    first: begin === undefined ? null : { at: begin, share: share(begin) },
    gaps: gaps.map((gap) => ({ from: share(gap.from), to: share(gap.to) })).filter((gap) => gap.to - gap.from >= NARROW),
  }
}

/** Points that follow each other without one that is not known; a single one is no line. */
function runsOf<T>(points: readonly (T | null)[]): T[][] {
  const runs: T[][] = []
  let run: T[] = []
  for (const point of [...points, null]) {
    if (point !== null) run.push(point)
    else {
      if (run.length > 1) runs.push(run)
      run = []
    }
  }
  return runs
}

/** Hours that have a word below the chart: every sixth of the zone's clock, none too near to the ends. */
export function hourMarks({ from, to }: Pick<Chart, 'from' | 'to'>, timeZone?: string): { at: number; share: number }[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const hour = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', ...(timeZone ? { timeZone } : {}) })
  const marks: { at: number; share: number }[] = []
  for (let at = Math.ceil(start / HOUR_MS) * HOUR_MS; at < end; at += HOUR_MS) {
    const share = (at - start) / (end - start)
    if (Number(hour.format(at)) % 6 === 0 && share > 0.26 && share < 0.9) marks.push({ at, share })
  }
  return marks
}

const HOUR_MS = 3_600_000

function round(value: number): number {
  return Math.round(value * 10) / 10
}
