/** What a screen shows in turn. */
export const VIEWS = ['now', 'changes', 'managers'] as const
export type View = (typeof VIEWS)[number]

/** How a screen is set up: all of it stands in its address, so that a wall can be built again from a sticker. */
export interface KioskOptions {
  /** 1 is a 43-inch panel seen from three metres. */
  readonly scale: number
  /** How long each view is shown. */
  readonly seconds: number
  readonly views: readonly View[]
  /** The options as they stand in the address, to come back to; '' without any. */
  readonly search: string
}

const NAMES = ['scale', 'seconds', 'views'] as const

/** Options of an address; what can't be read is as if it were not there, since nobody stands at a wall to put it right. */
export function readOptions(given: Readonly<Record<string, unknown>>): KioskOptions {
  const text = (name: (typeof NAMES)[number]) => (typeof given[name] === 'string' ? given[name] : '')
  const wanted = text('views').split(',')
  const views = VIEWS.filter((view) => wanted.includes(view))
  const kept = NAMES.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]]))
  return {
    scale: within(text('scale'), 0.5, 3, 1),
    seconds: within(text('seconds'), 5, 600, 20),
    views: views.length === 0 ? VIEWS : views,
    search: kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`,
  }
}

function within(text: string, least: number, most: number, otherwise: number): number {
  const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : otherwise
}
