import { z } from './zod.ts'

/** Closed set of error codes; each has one HTTP status in `server/http`. */
export const PROBLEM_CODES = [
  'bad_request',
  'bad_query',
  'bad_cursor',
  'unauthenticated',
  'wrong_credentials',
  'no_permission',
  'forbidden_origin',
  'insecure_transport',
  'not_found',
  'not_owner',
  'conflict',
  'method_not_allowed',
  'too_large',
  'too_many_attempts',
  'too_many_streams',
  'too_many_requests',
  'too_busy',
  'manager_unreachable',
  'not_ready',
  'store_unavailable',
  'internal',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** RFC 9457 body of every error our API answers. `query` is set for `bad_query`: the fault's place in `q`, UTF-16 code units. */
export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  requestId: z.string(),
  retryAfterSeconds: z.optional(z.number()),
  query: z.optional(z.object({ start: z.number(), end: z.number(), suggestion: z.optional(z.string()) })),
})
export type Problem = z.infer<typeof problem>
