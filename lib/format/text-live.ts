/** Words of what comes by itself, and of holding it. */
export const LIVE_TEXT = {
  pause: 'Pause updates',
  resume: 'Resume updates',
  paused: 'paused',
  pausedTitle: (time: string) => `Nothing on this page has moved since ${time}. Filters and pages still ask anew.`,
} as const
