import { CopyButton } from '#components/ui/copy-button.tsx'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import type { SectionProps } from './section-props.ts'

const TEXTS = TEXT.agent.sums
const DIFFERS = `≠ ${TEXT.agent.differs}`

/** Whether the agent holds the configuration of its groups, and the sums behind that. */
export function SyncBlock({ detail: { agent, groupSums, asOf }, manager }: SectionProps) {
  const groupsHidden = manager?.account?.hidden.includes('groups') ?? false
  const without = agent.groups.filter((name) => !groupSums.some((group) => group.name === name))
  const since = ageSecondsAt(agent.syncSince, asOf)
  // With several groups the agent holds their merged files, which have a sum that no group has.
  const only = agent.groups.length === 1 ? groupSums.find((group) => group.name === agent.groups[0]) : undefined
  return (
    <section aria-labelledby="sync" className="gutter py-4">
      <h2 id="sync" className="mb-1 font-semibold">
        {TEXT.agent.sync}
      </h2>
      <p className="text-secondary">
        <span className={agent.groupConfigStatus === 'not synced' ? 'font-semibold text-primary' : ''}>
          {TEXT.agent.syncSay[agent.groupConfigStatus]}
        </span>{' '}
        {agent.groupConfigStatus !== 'unknown' &&
          since !== null &&
          TEXT.agent.syncFor(TEXT.agent.atLeast(formatAge(since), agent.syncSincePrecision))}
      </p>
      {agent.groupConfigStatus === 'synced' && only && compare(agent.mergedSum, only.mergedSum) === DIFFERS && (
        <p className="mt-1 text-tertiary">{TEXT.agent.changedSince}</p>
      )}
      {agent.groups.length > 1 && <p className="mt-1 text-tertiary">{TEXT.agent.notCompared}</p>}
      {without.length > 0 && (
        <p className="mt-1 text-tertiary wrap-anywhere">
          {groupsHidden ? TEXT.scope.account.hidesGroups : TEXT.scope.account.hidesSums(without)}
        </p>
      )}
      <table className="plain mt-2">
        <thead>
          <tr>
            <th scope="col">{TEXTS.part}</th>
            <th scope="col">{TEXTS.sum}</th>
            {only && <th scope="col">{TEXTS.state}</th>}
          </tr>
        </thead>
        <tbody>
          <SumRow name={TEXTS.shared} sum={agent.mergedSum} compared={only ? '' : null} />
          {groupSums.map((group) => (
            <SumRow
              key={group.name}
              name={TEXTS.of(group.name)}
              sum={group.mergedSum}
              compared={group === only ? compare(agent.mergedSum, group.mergedSum) : null}
            />
          ))}
          <SumRow name={TEXTS.own} sum={agent.configSum} compared={only ? '' : null} />
        </tbody>
      </table>
    </section>
  )
}

function compare(held: string | null, wanted: string | null): string {
  if (held === null || wanted === null) return TEXT.none
  return held === wanted ? TEXT.agent.same : DIFFERS
}

/** @param compared `null` leaves the column out */
function SumRow({ name, sum, compared }: { name: string; sum: string | null; compared: string | null }) {
  return (
    <tr>
      <th scope="row" className="wrap-anywhere">
        {name}
      </th>
      <td className="wrap-anywhere text-secondary">
        {sum === null ? (
          TEXT.none
        ) : (
          <>
            <span className="mono">{sum}</span>
            <CopyButton value={sum} what={name} />
          </>
        )}
      </td>
      {compared !== null && <td className={compared === DIFFERS ? 'font-semibold' : 'text-tertiary'}>{compared}</td>}
    </tr>
  )
}
