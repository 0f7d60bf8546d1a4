/** Name of the session cookie. Over plain HTTP the `__Host-` prefix, which needs Secure, is not possible. */
const NAME = 'rollcall_session'

/** The session token in a Cookie header, or `null`. */
export function readSessionToken(header: string | null): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2)
    if (name === NAME && value) return value
  }
  return null
}

/** A Set-Cookie value that stores the token until `expiresAt` (epoch milliseconds). */
export function sessionCookie(token: string, expiresAt: number): string {
  return `${NAME}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${new Date(expiresAt).toUTCString()}`
}

/** A Set-Cookie value that removes the token. */
export function endedCookie(): string {
  return `${NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
}
