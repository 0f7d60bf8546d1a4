/** Words of an endpoint beside the list. */
export const BESIDE_TEXT = {
  label: (name: string) => `${name}, beside the list`,
  shown: (name: string) => `${name} is shown beside the list.`,
  place: (at: string, of: string) => `${at} of ${of}`,
  notListed: 'Not on this page of the list',
  previous: 'Previous endpoint (k)',
  next: 'Next endpoint (j)',
  page: 'Open page',
  pageHint: 'The whole page of this endpoint (Enter)',
  close: 'Close (Esc)',
} as const
