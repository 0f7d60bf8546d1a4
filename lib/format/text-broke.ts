/** Words of a page that broke: in a file of their own, because every page loads them and hardly any shows them. */
export const BROKE_TEXT = {
  title: 'This page broke',
  detail: 'The fault is in Rollcall. Nothing was changed anywhere.',
  tryAgain: 'Try again',
  requestId: 'Request',
} as const
