/** Words of the list of what changed around a moment. */
export const CHANGES_TEXT = {
  title: (time: string) => `What changed around ${time}`,
  window: (from: string, to: string) => `${from} to ${to}`,
  close: 'Close',
  loading: 'Loading what changed',
  failed: 'What changed could not be loaded.',
  nothing: 'Nothing that Rollcall saw changed then.',
  more: 'Show more',
  exact: (time: string) => `at ${time}`,
  between: (from: string, to: string) => `between ${from} and ${to}`,
  by: (time: string) => `by ${time}`,
  change: (field: string, from: string, to: string) => `${field}: ${from} → ${to}`,
  enrolled: 'Enrolled',
  removed: 'Removed',
  gone: 'no longer there',
} as const
