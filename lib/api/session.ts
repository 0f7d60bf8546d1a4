import type { z } from 'zod'
import { type SessionInfo, sessionInfo, type signIn } from '#lib/contract/session.ts'
import { fetchJson, fetchNothing } from './fetch-json.ts'

/** Starts a session; its cookie is set by the answer. @throws ApiError */
export function startSession(input: z.infer<typeof signIn>): Promise<SessionInfo> {
  return fetchJson('/api/session', sessionInfo, { method: 'POST', body: input })
}

/** Adds an account at another manager to the session. @throws ApiError */
export function addAccount(input: z.infer<typeof signIn>): Promise<SessionInfo> {
  return fetchJson('/api/session/managers', sessionInfo, { method: 'POST', body: input })
}

/** Ends the session of this browser. @throws ApiError */
export function endSession(): Promise<void> {
  return fetchNothing('/api/session', { method: 'DELETE' })
}
