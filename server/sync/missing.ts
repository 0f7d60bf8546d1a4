/** What a full pass did not bring, and what is known about that pass. */
export interface MissingInput {
  /** Stored agents that no page brought, not even as a row that can't be read. */
  readonly missing: readonly number[]
  /** Agents that were stored before the pass. */
  readonly known: number
  /** Our account may not read every agent, so that an absent one says nothing. */
  readonly partial: boolean
  readonly rightsChanged: boolean
  readonly badRows: number
  /** Those of them without a readable id: any missing agent may be one. */
  readonly nameless: number
  readonly inconsistency: string | null
  /** Agents missing in the last pass, when that loss was too large to believe at once. */
  readonly doubted: ReadonlySet<number> | null
}

export interface MissingVerdict {
  readonly remove: readonly number[]
  readonly outcome: 'ok' | 'unconfirmed'
  readonly problem: string | null
  /** To be handed to the next full pass as `doubted`. */
  readonly doubted: ReadonlySet<number> | null
}

/** A loss above this share of the fleet needs a second pass that agrees. */
export const LOSS_SHARE_MAX = 0.2

/** Whether agents that a complete read did not bring are gone. In doubt nothing is removed, and `problem` says why. */
export function judgeMissing(input: MissingInput): MissingVerdict {
  const { missing, known, doubted } = input
  const keep = { remove: [], outcome: 'unconfirmed', doubted: null } as const
  if (input.inconsistency !== null) {
    return { ...keep, doubted, problem: `The manager’s pages don’t add up: ${input.inconsistency}. Nothing was removed.` }
  }
  if (input.partial) {
    const hidden =
      missing.length > 0 ? ` ${missing.length} of ${known} agents are out of its sight now and stay as they were.` : ''
    const problem = `The account that Rollcall collects with may not read every agent, so this may be only a part of the fleet, and nothing is ever removed from it.${hidden} It needs the right agent:read for agent:id:*.`
    return { remove: [], outcome: 'ok', doubted: null, problem }
  }
  if (input.rightsChanged && missing.length > 0) {
    const problem = `The rights of our account at the manager have changed. It does not see ${missing.length} agents that it saw before; nothing was removed.`
    return { ...keep, problem }
  }
  const bad = input.badRows > 0 ? `${input.badRows} rows of the manager’s answer could not be read` : null
  if (input.nameless > 0 && missing.length > 0) {
    const problem = `${bad}, ${input.nameless} of them have no readable id, so that ${missing.length} missing agents may be among them; nothing was removed.`
    return { remove: [], outcome: 'ok', problem, doubted }
  }
  const note = bad && `${bad}; their agents stay as they were.`
  const unexpected = doubted ? missing.filter((id) => !doubted.has(id)) : missing
  if (unexpected.length > known * LOSS_SHARE_MAX) {
    const problem = `${missing.length} of ${known} agents are missing in the manager’s answer. They stay until a second full pass agrees.`
    return { ...keep, problem, doubted: new Set(missing) }
  }
  return { remove: missing, outcome: 'ok', problem: note, doubted: null }
}
