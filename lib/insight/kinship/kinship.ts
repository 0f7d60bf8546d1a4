import { type Enrolment, type Likeness, likeness } from './evidence.ts'

/** Another enrolment of the same endpoint, and what speaks for it. */
export interface Kin<E extends Enrolment = Enrolment> extends Likeness {
  readonly enrolment: E
}

export interface Kinship<E extends Enrolment = Enrolment> {
  /** Enrolments before it, the latest first. The evidence is that of each step. */
  readonly earlier: readonly Kin<E>[]
  /** Enrolments after it, the earliest first. */
  readonly later: readonly Kin<E>[]
  /** Those that fit, or that it fits, but not well enough, or not better than others, to be taken for it. */
  readonly possible: readonly Kin<E>[]
}

/** @returns whether a person said that two enrolments, given by their keys, are two endpoints */
export type SaidApart = (earlierKey: number, laterKey: number) => boolean

/**
 * The other enrolments of one endpoint among those of its name, address or serial number. Each is linked to the one before it that fits
 * best, of equals the latest; not where equals were there at one time, as they are two endpoints; and one that little more than its name
 * speaks for only when it alone fits.
 */
export function kinshipOf<E extends Enrolment>(self: E, family: readonly E[], saidApart: SaidApart): Kinship<E> {
  const previous = new Map(family.map((one) => [one.key, previousOf(one, family, saidApart)]))
  return {
    earlier: walk(self.key, (key) => previous.get(key)?.kin ?? null),
    later: walk(self.key, (key) => nextOf(key, family, previous)),
    possible: possibleOf(self, family, previous),
  }
}

interface Previous<E extends Enrolment> {
  readonly kin: Kin<E> | null
  readonly possible: readonly Kin<E>[]
}

const ORDER = { strong: 2, likely: 1, weak: 0 } as const

/** A serial number says more than all else of one strength. */
function rankOf({ strength, evidence }: Likeness): number {
  const isMachine = evidence.some(({ kind, says }) => kind === 'serial' && says === 'same')
  return 2 * ORDER[strength] + (isMachine ? 1 : 0)
}

function previousOf<E extends Enrolment>(later: E, family: readonly E[], saidApart: SaidApart): Previous<E> {
  const fitting: Kin<E>[] = []
  for (const enrolment of family) {
    const own = saidApart(enrolment.key, later.key) ? null : likeness(enrolment, later)
    if (own) fitting.push({ ...own, enrolment })
  }
  fitting.sort(
    (a, b) => rankOf(b) - rankOf(a) || (b.enrolment.until ?? 0) - (a.enrolment.until ?? 0) || b.enrolment.key - a.enrolment.key,
  )
  const [best, second] = fitting.filter(({ holds }) => holds)
  if (!best) return { kin: null, possible: fitting }
  const isAlone = second === undefined || (best.strength !== 'weak' && !areRivals(best, second))
  if (!isAlone) return { kin: null, possible: fitting }
  return { kin: best, possible: best.strength === 'weak' ? fitting.filter(({ holds }) => !holds) : [] }
}

/** Whether two fit alike and were both there at one time. */
function areRivals<E extends Enrolment>(one: Kin<E>, other: Kin<E>): boolean {
  const [a, b] = [one.enrolment, other.enrolment]
  return rankOf(one) === rankOf(other) && (a.from ?? 0) < (b.until ?? Infinity) && (b.from ?? 0) < (a.until ?? Infinity)
}

/** Before it and after it. */
function possibleOf<E extends Enrolment>(self: E, family: readonly E[], previous: ReadonlyMap<number, Previous<E>>): Kin<E>[] {
  const after = family.flatMap((enrolment) => {
    const own = previous.get(enrolment.key)?.possible.find((kin) => kin.enrolment.key === self.key)
    return own ? [{ ...own, enrolment }] : []
  })
  return [...after, ...(previous.get(self.key)?.possible ?? [])]
}

/** The first of those whose best earlier one it is. */
function nextOf<E extends Enrolment>(
  key: number,
  family: readonly E[],
  previous: ReadonlyMap<number, Previous<E>>,
): Kin<E> | null {
  let next: Kin<E> | null = null
  for (const one of family) {
    const kin = previous.get(one.key)?.kin
    if (kin?.enrolment.key === key && (next === null || (one.from ?? 0) < (next.enrolment.from ?? 0)))
      next = { ...kin, enrolment: one }
  }
  return next
}

/** Each step goes on in time, so that it ends. */
function walk<E extends Enrolment>(from: number, step: (key: number) => Kin<E> | null): Kin<E>[] {
  const out: Kin<E>[] = []
  for (let kin = step(from); kin !== null; kin = step(kin.enrolment.key)) out.push(kin)
  return out
}
