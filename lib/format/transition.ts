import { STATUS_META, SYNC_META, statusReason, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import { formatAgentVersion } from './os.ts'
import { AGENT_TEXT } from './text-agent.ts'
import { formatDateTime } from './time.ts'

/** The name of what changed, for people; a field this version does not know keeps its own name. */
export function fieldLabel(field: string): string {
  return AGENT_TEXT.fields[field] ?? field
}

/** A stored value of a field, for people. */
export function fieldValue(field: string, value: string | null): string {
  if (value === null || value === '') return AGENT_TEXT.noValue
  switch (field) {
    case 'status':
      return STATUS_META[toAgentStatus(value)].label
    case 'group_config_status':
    case 'sync':
      return SYNC_META[toSyncState(value)].label
    case 'status_code':
      return /^\d+$/.test(value) ? statusReason(Number(value)) : value
    case 'version':
      return formatAgentVersion(value)
    case 'group':
    case 'groups':
      return listOf(value)
    case 'dateAdd':
      return formatDateTime(/^\d+$/.test(value) ? new Date(Number(value)).toISOString() : value)
    default:
      return value
  }
}

function listOf(value: string): string {
  if (!value.startsWith('[')) return value
  try {
    const parsed: unknown = JSON.parse(value)
    if (!Array.isArray(parsed)) return value
    return parsed.length === 0 ? AGENT_TEXT.noValue : parsed.join(', ')
  } catch {
    return value
  }
}
