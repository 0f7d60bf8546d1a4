import { cookies } from 'next/headers'
import { ZONE_COOKIE } from '#lib/contract/zone.ts'

/** The zone of the person who opens a page, as their browser told it before; `null` when it has not, or no such zone is known here. */
export async function pageZone(): Promise<string | null> {
  return readZone((await cookies()).get(ZONE_COOKIE)?.value ?? '')
}

/** A zone by its one name, so that what is kept for each stays as few as there are zones. */
export function readZone(text: string): string | null {
  if (!/^[A-Za-z]{2,}[\w+/-]{0,60}$/.test(text)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
