import { z } from 'zod'

/** A whole number as people write it, within bounds. */
export function whole(min: number, max: number) {
  const message = `is not a whole number from ${min} to ${max}: set one, or leave it out`
  return z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
}

/** Something that is off until it is switched on. */
export function flag() {
  return z
    .enum(['0', '1', 'true', 'false'], 'is not 1 or 0: set 1 to switch it on, or leave it out')
    .transform((value) => value === '1' || value === 'true')
    .default(false)
}

/** An address without user, path, query or fragment, as browsers write its origin. */
export function httpsOrigin() {
  return z
    .string()
    .refine(
      (text) => /^https:\/\/[^/?#@\\]+\/?$/i.test(text) && URL.canParse(text),
      'is not the https:// address of the dashboard alone: set one such as https://dashboard.example.com, without a path',
    )
    .transform((text) => new URL(text).origin)
}
