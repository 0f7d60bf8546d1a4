import { AGENT_STATUSES } from '#lib/agent/status.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()
/** Stands for exactly one enrolment, whatever becomes of its id. */
const token = z.string().check(z.maxLength(64))

/** What speaks for or against two enrolments being one endpoint. */
const evidence = z.object({
  kind: z.enum(['name', 'serial', 'registerIP', 'os']),
  says: z.enum(['same', 'differs', 'unknown']),
  earlier: z.nullable(z.string()),
  later: z.nullable(z.string()),
})

/** Another enrolment of what may be the same endpoint. */
export const enrolment = z.object({
  endpoint: token,
  id: z.string(),
  name: z.string(),
  status: z.enum(AGENT_STATUSES),
  enrolledAt: z.nullable(time),
  /** When a pass last saw it there, and by when it was gone; `null` while it is there. */
  lastSeen: z.nullable(time),
  removedBy: z.nullable(time),
  /** How well it fits the one next to it in time: `lib/insight/kinship/evidence.ts`. */
  strength: z.enum(['strong', 'likely', 'weak']),
  evidence: z.array(evidence),
  /** Its page. */
  href: z.string(),
})
export type EnrolmentItem = z.infer<typeof enrolment>

/** `GET /api/agents/{manager}/{id}/enrolments`: under which ids the same endpoint was enrolled before and after. */
export const enrolments = z.object({
  endpoint: token,
  /** The latest first. */
  earlier: z.array(enrolment),
  /** The earliest first. */
  later: z.array(enrolment),
  /** Those that fit too little, or no better than others, to be taken for it. */
  possible: z.array(enrolment),
  /** Those that a person said are another endpoint. */
  apart: z.array(z.extend(enrolment, { by: z.string(), at: time })),
})
export type Enrolments = z.infer<typeof enrolments>

/** `PUT /api/agents/{manager}/{id}/enrolments`: two enrolments next to each other are two endpoints, or one after all. */
export const enrolmentChange = z.strictObject({ endpoint: token, other: token, apart: z.boolean() })
export type EnrolmentChange = z.infer<typeof enrolmentChange>
