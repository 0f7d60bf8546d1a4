import { STATUS_META, toAgentStatus } from '#lib/agent/status.ts'
import type { TransitionItem } from '#lib/contract/agents.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { HISTORY_TEXT as WORDS } from '#lib/format/text-history.ts'
import { fieldLabel, fieldValue } from '#lib/format/transition.ts'
import { exactOf } from './history-entries.ts'

/** What changed together, one line for each change: what it is now or is called, then from what to what. */
export function sayChanges(changes: readonly TransitionItem[]): { head: string; rest: string }[] {
  const isLoss = changes.some(({ field }) => field === 'status')
  return changes.flatMap(({ field, from, to }) => {
    // The reason of a status is said with it.
    if (field === 'status_code' && isLoss) return []
    if (field === 'status' && to !== null) return [{ head: STATUS_META[toAgentStatus(to)].label, rest: '' }]
    if (field === 'dateAdd' && from === null) return [{ head: WORDS.enrolled, rest: fieldValue(field, to) }]
    const words = `${fieldValue(field, from)} ${AGENT_TEXT.to} ${fieldValue(field, to)}`
    return field === 'group_config_status'
      ? [{ head: fieldValue(field, to), rest: AGENT_TEXT.after(fieldValue(field, from)) }]
      : [{ head: fieldLabel(field), rest: words }]
  })
}

/** When it was: silent from when, declared when, and the two passes between which it was seen. @param say a time in words */
export function sayTimes(change: TransitionItem, say: (time: string) => string): string {
  const { field, to, seenAfter, seenBy, lastKeepAlive } = change
  const exact = exactOf(change)
  const isLoss = field === 'status' && to === 'disconnected'
  const silent = isLoss && lastKeepAlive !== null ? WORDS.silentFrom(say(lastKeepAlive)) : null
  const late = exact !== null && lastKeepAlive !== null ? (Date.parse(exact) - Date.parse(lastKeepAlive)) / 1000 : null
  const told = exact === null ? null : isLoss ? WORDS.declared(say(exact), late) : WORDS.managerTime(say(exact))
  const seen = seenBy === null ? null : seenAfter === null ? WORDS.by(say(seenBy)) : WORDS.between(say(seenAfter), say(seenBy))
  return [silent, told, seen].flatMap((part) => part ?? []).join(' · ')
}
