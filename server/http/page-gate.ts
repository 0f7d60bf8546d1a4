import type { IncomingHttpHeaders } from 'node:http'
import type { ProblemCode } from '#lib/contract/problem.ts'
import { counters } from '#server/counters.ts'
import { runtime } from '#server/runtime.ts'
import { isServiceError } from '#server/services/errors.ts'
import { PAGE_LIMITS, type RequestPlace, RequestPlaces } from '#server/services/request-places.ts'
import { readSessionToken } from './cookie.ts'
import { readKioskToken } from './kiosk-cookie.ts'

/** A page that may be made now, and what says that it was; or why it may not. */
export type PageEntry =
  | { readonly leave: () => void; readonly refused: null }
  | { readonly refused: { readonly code: ProblemCode; readonly detail: string; readonly retryAfterSeconds: number } }

const places = new RequestPlaces(PAGE_LIMITS)
// Our HTTP server asks it, and is no part of what Next bundles (`cli/page-gate.mjs`).
const home = globalThis as typeof globalThis & { rollcallPageGate?: typeof admitPage }

export function openPageGate(): void {
  home.rollcallPageGate = admitPage
}

/** Takes a place for a page, as `defineRoute` does for data: nobody has so many made at once that others wait for theirs. */
export async function admitPage(headers: IncomingHttpHeaders): Promise<PageEntry> {
  let place: RequestPlace | null = null
  try {
    const taken = places.arrive(String(headers['x-rollcall-peer'] ?? 'unknown'))
    place = taken
    taken.belongsTo(await holderOf(headers.cookie ?? null))
    return { leave: () => taken.leave(), refused: null }
  } catch (error) {
    place?.leave()
    if (!isServiceError(error)) throw error
    counters.count('problems', error.code)
    return { refused: { code: error.code, detail: error.message, retryAfterSeconds: error.extra.retryAfterSeconds ?? 1 } }
  }
}

/** The session or screen that a page is for; `null` for strangers, and while the store can't say: what is wrong the page tells itself. */
async function holderOf(cookie: string | null): Promise<string | null> {
  const { config, sessions, kiosks } = runtime()
  try {
    const token = readSessionToken(cookie, config)
    const session = token === null ? null : await sessions.look(token)
    if (session?.ended === null) return session.id
    const screen = readKioskToken(cookie, config)
    const access = screen === null ? null : await kiosks.find(screen)
    return access?.state === 'paired' ? access.kiosk.id : null
  } catch {
    return null
  }
}
