import { runtime } from '#server/runtime.ts'
import type { AnnotatingContext } from '#server/services/agent/annotations.ts'
import type { ServiceContext } from '#server/services/context.ts'
import type { Session } from '#server/services/people/sessions.ts'

/** What verbs about notes need of a call. */
export function annotating(ctx: ServiceContext, session: Session): AnnotatingContext {
  const { annotations, fleet } = runtime()
  return { ...ctx, annotations, who: session, refresh: () => fleet.refresh() }
}

/** The event of a change of what is written of an agent; its words are not in it. */
export function annotationEvent(params: Readonly<Record<string, string>>, action: string) {
  const { manager, id } = agentAddress(params)
  return { kind: 'annotation_changed', outcome: 'ok', subject: `${manager}/${id}`, detail: { action } } as const
}

/** Which agent the address of a route names. */
export function agentAddress(params: Readonly<Record<string, string>>): { manager: string; id: string } {
  return { manager: params['manager'] ?? '', id: params['id'] ?? '' }
}
