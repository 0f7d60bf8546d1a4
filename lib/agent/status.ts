/** Connection statuses as the manager names them, plus `unknown` for a word this version does not know. */
export const AGENT_STATUSES = ['active', 'disconnected', 'pending', 'never_connected', 'unknown'] as const
export type AgentStatus = (typeof AGENT_STATUSES)[number]

/** Group configuration sync as the manager words it (`not synced` has a space), plus `unknown`. */
export const SYNC_STATES = ['synced', 'not synced', 'unknown'] as const
export type SyncState = (typeof SYNC_STATES)[number]

/** What a person reads, the order on screen, and the token family that colours it; a sixth status breaks the build here. */
export const STATUS_META = {
  active: { label: 'Active', order: 0, token: 'active' },
  disconnected: { label: 'Disconnected', order: 1, token: 'disconnected' },
  pending: { label: 'Pending', order: 2, token: 'pending' },
  never_connected: { label: 'Never connected', order: 3, token: 'never' },
  unknown: { label: 'Unknown', order: 4, token: 'unknown' },
} as const satisfies Record<AgentStatus, { label: string; order: number; token: string }>

export const SYNC_META = {
  synced: { label: 'In sync', order: 0 },
  'not synced': { label: 'Not in sync', order: 1 },
  unknown: { label: 'No state yet', order: 2 },
} as const satisfies Record<SyncState, { label: string; order: number }>

/** Why an agent is in its status, as our own words of a query; `other` for a code this version does not know. */
export const STATUS_REASONS = [
  'no_keepalive',
  'clean_stop',
  'reset',
  'version_refused',
  'version_unreadable',
  'none',
  'other',
] as const
export type StatusReason = (typeof STATUS_REASONS)[number]

/** What a person reads, in the order on screen. */
export const REASON_META = {
  no_keepalive: { label: 'No keep-alive', order: 0 },
  clean_stop: { label: 'Clean stop', order: 1 },
  reset: { label: 'Reset by manager', order: 2 },
  version_refused: { label: 'Version refused', order: 3 },
  version_unreadable: { label: 'Version unreadable', order: 4 },
  none: { label: 'None recorded', order: 5 },
  other: { label: 'Other reason', order: 6 },
} as const satisfies Record<StatusReason, { label: string; order: number }>

/** By the manager's `status_code`. Source: manager API 4.14, table of status codes. */
const REASON_OF_CODE: readonly StatusReason[] = [
  'none',
  'version_refused',
  'version_unreadable',
  'clean_stop',
  'no_keepalive',
  'reset',
]

/** The reason behind a status code; every agent has exactly one. */
export function toStatusReason(code: number | null): StatusReason {
  return code === null ? 'none' : (REASON_OF_CODE[code] ?? 'other')
}

/** The reason behind a status code in words; a code this version does not know is said as such. */
export function statusReason(code: number | null): string {
  const reason = toStatusReason(code)
  return reason === 'other' ? `Code ${code}` : REASON_META[reason].label
}

/** The manager's word for a status, or `unknown` when it is none that we know. */
export function toAgentStatus(word: string): AgentStatus {
  return word === 'active' || word === 'disconnected' || word === 'pending' || word === 'never_connected' ? word : 'unknown'
}

/** The manager's word for group configuration sync, or `unknown` when it is absent or new. */
export function toSyncState(word: string | null | undefined): SyncState {
  return word === 'synced' || word === 'not synced' ? word : 'unknown'
}
