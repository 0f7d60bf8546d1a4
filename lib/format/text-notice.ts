import { formatAge } from './age.ts'
import { NBSP } from './locale.ts'

interface Notice {
  readonly from: number
  readonly to: number
  readonly assumed: 'all' | 'some' | 'none'
}

/** A line may end after a dash otherwise. */
const NO_BREAK = '\u2060'

const ASSUMED = { all: ' (assumed)', some: ' (partly assumed)', none: '' } as const
const ASSUMED_WHY = { all: ' (assumed from its version)', some: ' (partly assumed from their versions)', none: '' } as const

/** Words of how long a silent agent goes unnoticed: by Rollcall, which calls it quiet, and by its manager. */
export const NOTICE_TEXT = {
  /** Ends a sentence about quiet agents. */
  takes: (notice: Notice) => `it takes ${span(notice)} to notice${ASSUMED[notice.assumed]}`,
  notYet: (notice: Notice | null) =>
    notice === null
      ? 'Their manager has not noticed yet'
      : `Their manager has not noticed yet: that takes ${span(notice)}${ASSUMED[notice.assumed]}`,
  /** @param quietSeconds for agents of now and for those before 4.13 */
  quiet: (notice: Notice, quietSeconds: number, oldQuietSeconds: number) => {
    const old = quietSeconds === oldQuietSeconds ? '' : `, agents before 4.13 for over ${formatAge(oldQuietSeconds)}`
    return `Quiet: active, but silent for over ${formatAge(quietSeconds)}${old}. A manager takes ${span(notice)} to notice${ASSUMED_WHY[notice.assumed]}.`
  },
  disconnected: (notice: Notice) =>
    `Since: when the manager noticed, ${span(notice)} after the last keep-alive${ASSUMED_WHY[notice.assumed]} or at once after a clean stop. Heard: the last keep-alive.`,
  assumedTitle:
    'Rollcall can’t read the managers’ agents_disconnection_time. Where MANAGER_DISCONNECTION_SECONDS does not say it, the default of the manager’s version is assumed.',
  /** Of one agent and its own manager. */
  own: (manager: string, notice: Notice) => `${manager} takes ${span(notice)} to notice silence${ASSUMED_WHY[notice.assumed]}`,
} as const

/** `15–30 min`, or with both units where they differ. */
function span({ from, to }: Notice): string {
  const [low, high] = [formatAge(from).split(NBSP), formatAge(to).split(NBSP)]
  const isOneUnit = low.length === 2 && high.length === 2 && low[1] === high[1]
  return isOneUnit ? `${low[0]}${NO_BREAK}–${NO_BREAK}${high.join(NBSP)}` : `${low.join(NBSP)} to ${high.join(NBSP)}`
}
