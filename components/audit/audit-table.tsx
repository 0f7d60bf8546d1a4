import { Moment } from '#components/ui/moment.tsx'
import { useNow } from '#components/ui/use-now.ts'
import { type AuditItem, countedWithin } from '#lib/contract/audit.ts'
import { AUDIT_TEXT } from '#lib/format/text-audit.ts'
import { formatMoment } from '#lib/format/time.ts'

const TEXTS = AUDIT_TEXT

/** Events, one a row, the newest first. */
export function AuditTable({ items }: { items: readonly AuditItem[] }) {
  const today = new Date(useNow()).toISOString()
  return (
    <table className="ledger events">
      <thead>
        <tr>
          {Object.values(TEXTS.columns).map((word) => (
            <th key={word} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.seq} title={`${item.seq} ${item.hash}`}>
            <td className="figures whitespace-nowrap">
              <Moment time={item.at}>{formatMoment(item.at, today)}</Moment>
            </td>
            <th scope="row">
              {TEXTS.word(item.kind)}
              {item.outcome !== 'ok' && (
                <>
                  {' '}
                  <span className="text-disconnected-text">{TEXTS.outcomes[item.outcome]}</span>
                </>
              )}
              {item.times > 1 && <span className="more">{TEXTS.times(item.times, countedWithin(item))}</span>}
            </th>
            <td>
              <Who item={item} />
            </td>
            <td>
              <About item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Who({ item: { username, managerName, address } }: { item: AuditItem }) {
  const name = username ?? (address === null ? TEXTS.nobody : TEXTS.stranger)
  return (
    <>
      <b className="font-medium">{name}</b>
      {managerName !== null && <span className="text-secondary"> @ {managerName}</span>}
      {address !== null && <span className="more">{TEXTS.by(address)}</span>}
    </>
  )
}

function About({ item: { subject, detail } }: { item: AuditItem }) {
  return (
    <>
      {subject}
      {detail.length > 0 && (
        <span className={subject === null ? 'text-secondary' : 'more'}>
          {detail.map(({ name, value }, at) => (
            <span key={name}>
              {at > 0 && ' · '}
              {name} <span className="text-primary">{value}</span>
            </span>
          ))}
        </span>
      )}
    </>
  )
}
