/** What the address says about the list; '' for what it does not say. */
export interface ListUrl {
  q: string
  sort: string
  after: string
  before: string
  /** Place of the first row, where no cursor is. */
  at: string
  /** Columns by key, in their order. */
  cols: string
  /** `listed`: those gone for long are in the list while no filter is set. */
  gone: '' | 'listed'
  /** `manager/id` of the endpoint that is shown beside the list. */
  open: string
}

export function readListUrl(params: URLSearchParams): ListUrl {
  return {
    q: params.get('q') ?? '',
    sort: params.get('sort') ?? '',
    after: params.get('after') ?? '',
    before: params.get('before') ?? '',
    at: params.get('at') ?? '',
    cols: params.get('cols') ?? '',
    gone: params.get('gone') === 'listed' ? 'listed' : '',
    open: params.get('open') ?? '',
  }
}

/** The address with a change; a new filter or sort starts at its first page. */
export function listHref(search: string, change: Partial<ListUrl>): string {
  const params = new URLSearchParams(search)
  const next = change.q !== undefined || change.sort !== undefined ? { after: '', before: '', at: '', ...change } : change
  for (const [name, value] of Object.entries(next)) {
    if (value === '') params.delete(name)
    else params.set(name, value)
  }
  const text = params.toString()
  return text === '' ? '/' : `/?${text}`
}
