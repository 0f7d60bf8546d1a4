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

/** The manager's `status_code` 0 to 5 in words. Source: manager API 4.14, table of status codes. */
export const STATUS_CODE_REASONS = {
  0: 'None recorded',
  1: 'Version refused',
  2: 'Version unreadable',
  3: 'Clean stop',
  4: 'No keep-alive',
  5: 'Reset by manager',
} as const satisfies Record<number, string>

/** The reason behind a status code in words; a code this version does not know is said as such. */
export function statusReason(code: number | null): string {
  if (code === null) return 'None recorded'
  return STATUS_CODE_REASONS[code as keyof typeof STATUS_CODE_REASONS] ?? `Code ${code}`
}

/** The manager's word for a status, or `unknown` when it is none that we know. */
export function toAgentStatus(word: string): AgentStatus {
  return word === 'active' || word === 'disconnected' || word === 'pending' || word === 'never_connected' ? word : 'unknown'
}

/** The manager's word for group configuration sync, or `unknown` when it is absent or new. */
export function toSyncState(word: string | null | undefined): SyncState {
  return word === 'synced' || word === 'not synced' ? word : 'unknown'
}
