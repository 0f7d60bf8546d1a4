import { Moment } from '#components/ui/moment.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { SessionItem } from '#lib/contract/session.ts'
import { formatAge } from '#lib/format/age.ts'
import { SESSIONS_TEXT } from '#lib/format/text-sessions.ts'
import { formatClock } from '#lib/format/time.ts'

const TEXTS = SESSIONS_TEXT

/** Sessions that go on, one a row. @param people whether they are of several people */
export function SessionsTable({
  sessions,
  people,
  onEnd,
}: {
  sessions: readonly SessionItem[]
  people: boolean
  onEnd: (session: SessionItem) => void
}) {
  const now = useNow()
  const today = new Date(now).toISOString()
  return (
    <table className="sessions">
      <thead>
        <tr>
          {people && <th scope="col">{TEXTS.columns.who}</th>}
          <th scope="col">{TEXTS.columns.from}</th>
          <th scope="col">{TEXTS.columns.since}</th>
          <th scope="col">{TEXTS.columns.seen}</th>
          <th scope="col">{TEXTS.columns.ends}</th>
          <th scope="col">
            <span className="sr-only">{TEXTS.columns.act}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            {people && (
              <td data-label={TEXTS.columns.who}>
                <Who session={session} />
              </td>
            )}
            <td data-label={TEXTS.columns.from}>
              {TEXTS.browser(session.agent)} <span className="mono text-secondary">{session.address}</span>
              {session.current && <b className="here">{TEXTS.current}</b>}
            </td>
            <td data-label={TEXTS.columns.since}>
              <Moment time={session.createdAt}>{formatClock(session.createdAt, today)}</Moment>
            </td>
            <td data-label={TEXTS.columns.seen}>
              <Moment time={session.lastSeenAt}>{TEXTS.ago(formatAge(secondsBetween(session.lastSeenAt, now)))}</Moment>
            </td>
            <td data-label={TEXTS.columns.ends}>
              <Moment time={session.expiresAt}>{formatClock(session.expiresAt, today)}</Moment>
            </td>
            <td className="act">
              {!session.current && (
                <button
                  type="button"
                  className="button"
                  aria-label={TEXTS.endOf(session, TEXTS.browser(session.agent))}
                  onClick={() => onEnd(session)}
                >
                  {TEXTS.end}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Who({ session: { username, managerName, administrator, accounts } }: { session: SessionItem }) {
  return (
    <>
      <b className="font-medium">{username}</b>{' '}
      <span className="text-secondary">
        {[TEXTS.at(managerName), ...accounts.map(TEXTS.as)].join(', ')}
        {administrator && ` · ${TEXTS.administrator}`}
      </span>
    </>
  )
}

function secondsBetween(time: string, now: number): number {
  return Math.max(0, Math.round((now - Date.parse(time)) / 1000))
}
