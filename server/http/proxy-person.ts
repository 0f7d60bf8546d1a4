import { LIMITS } from '#lib/contract/limits.ts'

const GROUPS_MAX = 500

/**
 * Whom a trusted proxy names. Our own HTTP server writes these two headers after it has checked the proxy, and drops them from everybody
 * else (`server/incoming.ts`). `null` when nobody is named, or not in a way that can be a name.
 */
export function proxyPerson(headers: Headers): { username: string; groups: readonly string[] } | null {
  const username = textOf(headers.get('x-rollcall-user'))
  if (username === null || username === '' || username.length > LIMITS.userNameLength) return null
  const groups = textOf(headers.get('x-rollcall-groups'))?.split(',') ?? []
  return {
    username,
    groups: groups
      .map((group) => group.trim())
      .filter((group) => group !== '')
      .slice(0, GROUPS_MAX),
  }
}

/** Header values come as bytes; what is no UTF-8, or holds a control character, is nobody's name. */
function textOf(value: string | null): string | null {
  if (value === null) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1')).normalize('NFC').trim()
    return /\p{Cc}/u.test(text) ? null : text
  } catch {
    return null
  }
}
