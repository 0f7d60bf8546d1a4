import type { Option } from './options.ts'

export const SUGGEST_ID = 'filter-suggest'

/** Id of an option on the page. */
export function optionId(option: Option | undefined): string | undefined {
  return option ? `suggest-${option.key}`.replaceAll(/[^\w-]/g, '_') : undefined
}
