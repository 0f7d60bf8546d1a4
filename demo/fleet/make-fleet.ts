import type { AgentSource } from './columns.ts'
import { type Fleet, openFleet } from './fleet.ts'
import { generateSource } from './generated-source.ts'
import { type FleetFile, listSource } from './listed-source.ts'
import { spreadOverNodes } from './nodes.ts'

/** Either agents as given, or so many drawn from a seed. */
export interface FleetChoice {
  readonly fleet?: FleetFile
  /** Number of generated agents, without agent 000; 2,000 by default. */
  readonly agents?: number
  readonly seed?: number
  /** Stops all lives; the default for given agents, while generated ones live. */
  readonly frozen?: boolean
  /** Names of workers; without any the manager stands alone. Given agents keep the nodes they came with. */
  readonly workers?: readonly string[]
}

/**
 * @param bornAt the moment around which generated lives are laid out (epoch seconds)
 * @throws Error when a given fleet is not one
 */
export function makeFleet(choice: FleetChoice, bornAt: number): Fleet {
  const source = makeSource(choice, bornAt)
  const { workers = [] } = choice
  return openFleet(workers.length === 0 ? source : spreadOverNodes(source, workers))
}

function makeSource(choice: FleetChoice, bornAt: number): AgentSource {
  if (choice.fleet) return listSource(choice.fleet, choice.frozen === false)
  const options = { agents: choice.agents ?? 2000, seed: choice.seed ?? 1, bornAt, frozen: choice.frozen ?? false }
  return generateSource(options)
}
