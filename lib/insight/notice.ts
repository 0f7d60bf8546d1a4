/** How long managers take to notice that an agent has fallen silent, in seconds. */
export interface NoticeTime {
  readonly from: number
  readonly to: number
  /** Whether the delay of `all`, of `some` or of `none` of the managers is only the default of its version. */
  readonly assumed: 'all' | 'some' | 'none'
}

/**
 * From the shortest to the longest time until managers call a silent agent disconnected. A manager looks only once in its delay, so
 * that it takes up to twice as long. @returns `null` without a manager
 */
export function noticeTime(
  managers: readonly { readonly disconnectionSeconds: number; readonly assumed: boolean }[],
): NoticeTime | null {
  if (managers.length === 0) return null
  const delays = managers.map(({ disconnectionSeconds }) => disconnectionSeconds)
  const assumed = managers.filter((manager) => manager.assumed).length
  return {
    from: Math.min(...delays),
    to: 2 * Math.max(...delays),
    assumed: assumed === managers.length ? 'all' : assumed > 0 ? 'some' : 'none',
  }
}
