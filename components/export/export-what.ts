/** What is exported: the list as it is shown. */
export interface ExportWhat {
  /** Canonical query and sort of the list; '' for none. */
  q: string
  sort: string
  /** Fields of the shown columns, or `system`. */
  cols: readonly string[]
  /** Endpoints that match. */
  total: number
  limited: boolean
}
