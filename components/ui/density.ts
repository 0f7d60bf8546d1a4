import { storedChoice } from './use-stored.ts'

export const DENSITIES = ['compact', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

/** How high the rows of the list are. */
export const density = storedChoice<Density>(
  'rollcall-density',
  (text) => DENSITIES.find((known) => known === text) ?? 'compact',
  (value) => value,
)
