import { STATUS_META, SYNC_META, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { Claim, MomentAnswer } from '#lib/contract/agent-at.ts'
import { formatAge } from './age.ts'

type Known = Extract<MomentAnswer, { kind: 'known' }>
/** A time in words, ISO 8601 in. */
type Say = (time: string) => string

/** One sentence: was it connected and in sync at the moment? @param at the moment, ISO 8601 */
export function momentSentence(answer: MomentAnswer, at: string, say: Say): string {
  switch (answer.kind) {
    case 'before_history':
      return answer.since === null
        ? 'Not known: nothing has been read from its manager yet.'
        : `Not known: what Rollcall knows of its manager begins at ${say(answer.since)}.`
    case 'not_enrolled':
      return answer.enrolledAt === null ? 'Not there yet.' : `Not there yet: it was registered at ${say(answer.enrolledAt)}.`
    case 'not_seen_yet':
      return `Not known: registered at ${say(answer.enrolledAt)}, first read by Rollcall at ${say(answer.seenBy)}.`
    case 'removing':
      return answer.lastSeenAt === null
        ? `Not certain: it was removed by ${say(answer.removedBy)}.`
        : `Not certain: it was removed between ${say(answer.lastSeenAt)} and ${say(answer.removedBy)}.`
    case 'removed':
      return `Not there any more: it was removed by ${say(answer.removedBy)}.`
    case 'known': {
      const gap = answer.gap ? ' Nobody looked at that time; it was so before and after.' : ''
      return `${connection(answer, at, say)}${gap}`
    }
  }
}

function connection(answer: Known, at: string, say: Say): string {
  const { verdict, heardAt, declaredAt } = answer.now
  const sync = syncWords(answer.said.sync, say)
  const held = toSyncState(answer.said.sync.value) === 'unknown' ? '' : `; ${sync}`
  switch (verdict) {
    case 'connected':
      return `Connected, ${sync}.${heardAt === null ? '' : ` Last heard ${ago(heardAt, at)} before.`}`
    case 'silent': {
      const word = statusWord(answer.said.status.value).toLowerCase()
      const silent = heardAt === null ? 'it was silent' : `it had been silent since ${say(heardAt)}`
      const end = declaredAt === null ? '' : `, and was declared disconnected at ${say(declaredAt)}`
      return `Not connected: the manager still said ${word}, but ${silent}${end}${held}.`
    }
    case 'disconnected': {
      const since = declaredAt ?? answer.said.status.since?.by ?? null
      const heard = heardAt === null ? '' : `, last heard ${say(heardAt)}`
      return `Not connected: disconnected${since === null ? '' : ` since ${say(since)}`}${heard}${held}.`
    }
    case 'pending':
      return `Starting: it had connected, but sent no keep-alive yet; ${sync}.`
    case 'never_connected':
      return 'Not connected: it had never connected.'
    case 'unsure': {
      const { value, either, next } = answer.said.status
      const [from, to] = [statusWord(value), statusWord(either?.value ?? null)].map((word) => word.toLowerCase())
      const when = next ? ` between ${next.after === null ? 'then' : say(next.after)} and ${say(next.by)}` : ''
      return `Not certain: it went from ${from} to ${to}${when}${held}.`
    }
    case 'later': {
      const seen = answer.seen ? `${statusWord(answer.seen.status).toLowerCase()} at ${say(answer.seen.at)}` : 'not read'
      return `Not known yet: it was ${seen}, and has not been read since.`
    }
    case 'unknown':
      return `Not known: the manager gave a status that this version does not know; ${sync}.`
  }
}

/** Whether it held the configuration of its groups. */
export function syncWords({ value, either, since }: Claim, say: Say): string {
  const word = (text: string | null) => SYNC_META[toSyncState(text)].label.toLowerCase()
  if (either) return `${word(value)} or ${word(either.value)}`
  return toSyncState(value) === 'not synced' && since ? `${word(value)} since ${say(since.exact ?? since.by)}` : word(value)
}

/** A stored status for people. */
export function statusWord(value: string | null): string {
  return STATUS_META[toAgentStatus(value ?? '')].label
}

function ago(time: string, at: string): string {
  return formatAge((Date.parse(at) - Date.parse(time)) / 1000)
}
