import type { JsonObject } from '../wire/python-json.ts'

/** What a fleet file may say about one agent beyond its row, each in the form in which the API prints it. */
export interface AgentDetails {
  /** The secret part of its key. */
  readonly key?: string
  /** Items of `/stats/{component}`, by component. */
  readonly stats?: Readonly<Record<string, JsonObject>>
  /** Items of `/daemons/stats`, by daemon. */
  readonly daemons?: Readonly<Record<string, JsonObject>>
  /** Data of `/config/{component}/{configuration}`, by `component/configuration`. */
  readonly config?: Readonly<Record<string, JsonObject>>
  /** Items of `/syscollector/{id}/{inventory}`, by inventory. */
  readonly syscollector?: Readonly<Record<string, readonly JsonObject[]>>
}
