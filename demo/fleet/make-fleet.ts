import { type Fleet, openFleet } from './fleet.ts'
import { generateSource } from './generated-source.ts'
import { type FleetFile, listSource } from './listed-source.ts'

/** Either agents as given, or so many drawn from a seed. */
export interface FleetChoice {
  readonly fleet?: FleetFile
  /** Number of generated agents, without agent 000; 2,000 by default. */
  readonly agents?: number
  readonly seed?: number
  /** Stops all lives; the default for given agents, while generated ones live. */
  readonly frozen?: boolean
}

/**
 * @param bornAt the moment around which generated lives are laid out (epoch seconds)
 * @throws Error when a given fleet is not one
 */
export function makeFleet(choice: FleetChoice, bornAt: number): Fleet {
  if (choice.fleet) return openFleet(listSource(choice.fleet, choice.frozen === false))
  const options = { agents: choice.agents ?? 2000, seed: choice.seed ?? 1, bornAt, frozen: choice.frozen ?? false }
  return openFleet(generateSource(options))
}
