import { CopyButton } from '#components/ui/copy-button.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { AdministeredManager } from '#lib/contract/administration.ts'
import { formatAge } from '#lib/format/age.ts'
import { DISCREPANCY_TEXT } from '#lib/format/text-discrepancy.ts'
import { SETTINGS_TEXT } from '#lib/format/text-settings.ts'
import { formatDay } from '#lib/format/time.ts'

const TEXTS = SETTINGS_TEXT
/** Characters of a fingerprint that are shown: enough to compare with a note, all of it is copied. */
const FINGERPRINT_SHOWN = 16

/** How each manager answers, what we ask of it, and what it is known by. */
export function ManagersTable({ managers }: { managers: readonly AdministeredManager[] }) {
  return (
    <table className="ledger">
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
        {managers.map((manager) => (
          <tr key={manager.id}>
            <th scope="row">
              <b className="font-medium">{manager.name}</b>
              <span className="more mono">{manager.url}</span>
              <span className="more">{TEXTS.as(manager.account)}</span>
            </th>
            <td data-label={TEXTS.columns.state}>
              <State manager={manager} />
            </td>
            <td data-label={TEXTS.columns.passes}>
              {TEXTS.passes(manager.passes.ok)}
              {manager.passes.failed > 0 && (
                <span className="more text-disconnected-text">{TEXTS.failedPasses(manager.passes.failed)}</span>
              )}
              {manager.passes.badRows > 0 && <span className="more">{TEXTS.badRows(manager.passes.badRows)}</span>}
            </td>
            <td data-label={TEXTS.columns.requests}>
              <Use of={manager.budget.collector} what={TEXTS.collector} />
              <Use of={manager.budget.people} what={TEXTS.people} />
            </td>
            <td data-label={TEXTS.columns.certificate}>
              <Certificate tls={manager.tls} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function State({ manager: { state, problem, discrepancy, lastSyncAt, agents } }: { manager: AdministeredManager }) {
  const now = useNow()
  const token = state === 'ok' ? 'active' : state === 'starting' || state === 'first_pass' ? 'pending' : 'disconnected'
  const age = lastSyncAt === null ? null : Math.max(0, (now - Date.parse(lastSyncAt)) / 1000)
  return (
    <>
      <span className="badge" data-s={token}>
        <StatusMark token={token} />
        {TEXTS.states[state]}
      </span>
      {problem !== null && <span className="more">{problem}</span>}
      {discrepancy !== null && <span className="more">{DISCREPANCY_TEXT.short(discrepancy)}</span>}
      <span className="more">
        {TEXTS.endpoints(agents)},{' '}
        {age === null || lastSyncAt === null ? TEXTS.neverRead : <Moment time={lastSyncAt}>{TEXTS.read(formatAge(age))}</Moment>}
      </span>
    </>
  )
}

function Use({ of: use, what }: { of: AdministeredManager['budget']['people']; what: string }) {
  return (
    <span className="use">
      <span className="figures">{TEXTS.used(use)}</span> <span className="text-secondary">{what}</span>
      <span className="gauge" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, (use.used / Math.max(1, use.perMinute)) * 100)}%` }} />
      </span>
    </span>
  )
}

function Certificate({ tls: { trust, fingerprint, validTo } }: { tls: AdministeredManager['tls'] }) {
  return (
    <>
      <span className={trust === 'none' ? 'text-disconnected-text' : undefined}>{TEXTS.trust[trust]}</span>
      <span className="more">
        {fingerprint === null ? (
          TEXTS.notMet
        ) : (
          <span className="whitespace-nowrap">
            <span className="mono" title={fingerprint}>
              {fingerprint.slice(0, FINGERPRINT_SHOWN)}…
            </span>
            <CopyButton value={fingerprint} what={TEXTS.fingerprint} />
          </span>
        )}
      </span>
      {validTo !== null && (
        <span className="more">
          <Moment time={validTo}>{TEXTS.validTo(formatDay(validTo))}</Moment>
        </span>
      )}
    </>
  )
}
