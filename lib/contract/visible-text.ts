import { z } from './zod.ts'

/** Text that somebody typed and others read: one line, without what can't be seen or turns the letters around it about. */
export function lineOf(length: number) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(length),
    z.refine((text) => isVisible(text) && !/\p{Cc}/u.test(text)),
  )
}

/** The same of several lines. */
export function linesOf(length: number) {
  const read = z.pipe(
    z.string(),
    z.transform((text) => text.replaceAll(/\r\n?/g, '\n').trim()),
  )
  const kept = z.string().check(
    z.minLength(1),
    z.maxLength(length),
    z.refine((text) => isVisible(text) && !/[^\P{Cc}\n\t]/u.test(text)),
  )
  return z.pipe(read, kept)
}

function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) && !/[\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text)
}
