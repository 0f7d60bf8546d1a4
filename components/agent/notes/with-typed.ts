import { ANNOTATION_LIMITS } from '#lib/contract/annotations.ts'

/** The tags and those that are written in `text`, between commas; what is there already in any case is not added again. */
export function withTyped(tags: readonly string[], text: string): readonly string[] {
  const fresh = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && !tags.some((other) => other.toLowerCase() === tag.toLowerCase()))
  return fresh.length === 0 ? tags : [...tags, ...new Set(fresh)].slice(0, ANNOTATION_LIMITS.tags)
}
