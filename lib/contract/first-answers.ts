import type { AgentSync } from './agent-sync.ts'
import type { AgentDetail, QueryCounts } from './agents.ts'
import type { Breakdowns } from './breakdowns.ts'
import type { EventsReport } from './events.ts'
import type { Evolution } from './evolution.ts'
import type { Summary } from './sync.ts'
import type { ViewsList } from './views.ts'

/** What the list page asks about, each as its route takes it. */
export interface FirstQuestions {
  /** The filter, canonical; '' for none. */
  readonly q: string
  /** Queries that are counted. */
  readonly counted: readonly string[]
  readonly past: { readonly from: string; readonly to: string }
  /** Whether a saved view is open, whose name stands on the page. */
  readonly views: boolean
  /** Which rows; `null` when the address asks for none that there can be. */
  readonly rows: Readonly<Record<'q' | 'sort' | 'after' | 'before' | 'at', string>> | null
}

/** What the list page is drawn from before it asks for anything itself. `null`: it can't be had now, and the page will say why. */
export interface FirstAnswers {
  readonly asked: FirstQuestions
  readonly summary: Summary | null
  /** The summary without the filter; `null` also when there is none. */
  readonly whole: Summary | null
  readonly events: EventsReport | null
  readonly evolution: Evolution | null
  readonly breakdowns: Breakdowns | null
  readonly counts: QueryCounts | null
  readonly views: ViewsList | null
  /** JSON of the page of rows, which only the browser reads. */
  readonly rows: string | null
}

/** What the page of an endpoint is drawn from before it asks for anything itself. `sync` is `null` where it can't be had now. */
export interface FirstAgent {
  readonly detail: AgentDetail
  readonly sync: AgentSync | null
}
