import type { EnrolmentItem } from '#lib/contract/enrolments.ts'
import { formatClock } from './time.ts'

type Evidence = EnrolmentItem['evidence'][number]

const NAMES: Readonly<Record<Evidence['kind'], string>> = {
  name: 'name',
  serial: 'serial number',
  registerIP: 'registration address',
  os: 'system',
}

/** Words of one endpoint’s other enrolments. */
export const ENROLMENTS_TEXT = {
  title: 'Other enrolments',
  failed: 'Other enrolments can’t be shown',
  retry: 'Try again',
  before: 'Before',
  after: 'After',
  strength: {
    strong: 'Same endpoint',
    likely: 'Likely the same endpoint',
    weak: 'Weak: may be the same endpoint',
  },
  rival: 'One of several that fit alike',
  possible: (evidence: readonly Evidence[]) =>
    evidence.some(({ kind, says }) => kind === 'name' && says === 'same') ? 'The same name' : 'Another name',
  possibleNote: 'What is known does not tell whether this was the same endpoint.',
  apart: 'Another endpoint',
  span: (enrolledAt: string | null, lastSeen: string | null, now: string) => {
    const from = enrolledAt === null ? 'enrolled at an unknown time' : `enrolled ${formatClock(enrolledAt, now)}`
    return lastSeen === null ? `${from}, still there` : `${from}, last seen ${formatClock(lastSeen, now)}`
  },
  evidence: ({ kind, says, earlier, later }: Evidence) => {
    const name = NAMES[kind]
    if (says === 'same') return earlier === later ? `same ${name} (${earlier})` : `same ${name} (${earlier}, ${later})`
    if (says === 'differs') return `another ${name} (${earlier}, then ${later})`
    return earlier === null && later === null ? `${name} unknown` : `${name} unknown ${earlier === null ? 'before' : 'after'}`
  },
  part: 'Not the same endpoint',
  partOf: (id: string) => `${id} is not the same endpoint`,
  join: 'It is the same',
  joinOf: (id: string) => `${id} is the same endpoint after all`,
  saidBy: (by: string, at: string, now: string) => `said by ${by}, ${formatClock(at, now)}`,
  parted: (id: string) => `${id} is kept apart now.`,
  joined: (id: string) => `${id} is linked again.`,
} as const
