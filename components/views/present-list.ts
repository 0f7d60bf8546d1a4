/** What the list is now: canonical query and sort, columns by key, whether those gone for long are listed; '' for what is not set. */
export interface PresentList {
  readonly q: string
  readonly sort: string
  readonly cols: string
  readonly gone: '' | 'listed'
}
