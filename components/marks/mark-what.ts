/** Which endpoints: picked ones by `manager/id`, or all that match and how many those are; `isWhole` without a filter. */
export type MarkWhat =
  | { readonly agents: readonly string[]; readonly name?: string }
  | { readonly q: string; readonly total: number; readonly limited: boolean; readonly isWhole: boolean }
