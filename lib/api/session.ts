import { type SessionInfo, sessionInfo, sessionsEnded, signedOut, type signIn } from '#lib/contract/session.ts'
import type { z } from '#lib/contract/zod.ts'
import { fetchJson, fetchNothing } from './fetch-json.ts'

/** Starts a session; its cookie is set by the answer. @throws ApiError */
export function startSession(input: z.infer<typeof signIn>): Promise<SessionInfo> {
  return fetchJson('/api/session', sessionInfo, { method: 'POST', body: input })
}

/** Adds an account at another manager to the session. @throws ApiError */
export function addAccount(input: z.infer<typeof signIn>): Promise<SessionInfo> {
  return fetchJson('/api/session/managers', sessionInfo, { method: 'POST', body: input })
}

/** Ends the account at one added manager; the others stay. @throws ApiError */
export function removeAccount(manager: string): Promise<void> {
  return fetchNothing(`/api/session/managers/${encodeURIComponent(manager)}`, { method: 'DELETE' })
}

/** Ends the session of this browser. @returns where to go then @throws ApiError */
export function endSession(): Promise<z.infer<typeof signedOut>> {
  return fetchJson('/api/session', signedOut, { method: 'DELETE' })
}

/** Ends one session of a list. @throws ApiError */
export function endListedSession(id: string): Promise<void> {
  return fetchNothing(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Ends all sessions of the person but this one. @throws ApiError */
export function endOtherSessions(): Promise<z.infer<typeof sessionsEnded>> {
  return fetchJson('/api/sessions', sessionsEnded, { method: 'DELETE' })
}
