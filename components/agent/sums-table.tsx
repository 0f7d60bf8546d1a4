import { CopyButton } from '#components/ui/copy-button.tsx'
import { Moment } from '#components/ui/moment.tsx'
import type { AgentSync } from '#lib/contract/agent-sync.ts'
import { TEXT } from '#lib/format/text.ts'
import { SYNC_TEXT } from '#lib/format/text-sync.ts'
import { makeTerm } from '#lib/query/compose.ts'
import { FilterLink } from './filter-link.tsx'

type Say = (time: string) => string
type Group = AgentSync['groups'][number]

/** As much of a sum as tells two apart. */
const SHOWN = 8

/** The sums of the groups, what the agent should hold, and what it holds. */
export function SumsTable({ sync, say }: { sync: AgentSync; say: Say }) {
  const { groups, expected, held, heldSince, own } = sync
  const isSame = expected && held !== null ? held === expected.sum : null
  const isOut = sync.state === 'not synced'
  return (
    <table className="plain sums mt-2">
      <thead>
        <tr>
          <th scope="col">{SYNC_TEXT.group}</th>
          <th scope="col">{SYNC_TEXT.sum}</th>
          <th scope="col">{SYNC_TEXT.changedHead}</th>
          <th scope="col">{SYNC_TEXT.state}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name} data-differs={group.suspect || undefined}>
            <th scope="row" className="wrap-anywhere">
              <GroupLink name={group.name} />
            </th>
            <td>
              <Sum sum={group.mergedSum} what={group.name} />
            </td>
            <td className="text-secondary">
              <Changed group={group} say={say} />
            </td>
            <td className={group.suspect ? 'font-semibold' : 'text-tertiary'}>
              {isOut && (group.suspect === null ? SYNC_TEXT.notKnown : group.suspect ? SYNC_TEXT.notTaken : SYNC_TEXT.before)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {groups.length > 1 && (
          <tr>
            <th scope="row">{SYNC_TEXT.expectedPeers}</th>
            <td>{expected ? <Sum sum={expected.sum} what={SYNC_TEXT.expected} /> : SYNC_TEXT.notKnown}</td>
            <td colSpan={2} className="text-tertiary">
              {expected?.from === 'peers' ? SYNC_TEXT.peers(expected.agents, expected.peers) : SYNC_TEXT.noPeer}
            </td>
          </tr>
        )}
        <tr data-differs={isSame === false || undefined}>
          <th scope="row">{SYNC_TEXT.held}</th>
          <td>
            <Sum sum={held} what={SYNC_TEXT.held} />
          </td>
          <td className="text-secondary">
            {heldSince !== null && <Moment time={heldSince}>{SYNC_TEXT.heldSince(say(heldSince))}</Moment>}
          </td>
          <td className={isSame === false ? 'font-semibold' : 'text-tertiary'}>
            {isSame === null ? SYNC_TEXT.notKnown : isSame ? SYNC_TEXT.same : SYNC_TEXT.differs}
          </td>
        </tr>
        <tr>
          <th scope="row">{SYNC_TEXT.own}</th>
          <td colSpan={3}>
            <Sum sum={own} what={SYNC_TEXT.own} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function GroupLink({ name }: { name: string }) {
  const term = makeTerm('group', '=', name)
  if (!term) return name
  return (
    <FilterLink className="link" term={term} title={SYNC_TEXT.withGroup(name)}>
      {name}
    </FilterLink>
  )
}

function Changed({ group: { known, changedAt, confChanged }, say }: { group: Group; say: Say }) {
  if (!known) return TEXT.none
  if (changedAt === null) return <span className="text-tertiary">{SYNC_TEXT.notChanged}</span>
  return (
    <>
      <Moment time={changedAt}>{say(changedAt)}</Moment>
      <span className="block text-tertiary">{confChanged ? SYNC_TEXT.conf : SYNC_TEXT.files}</span>
    </>
  )
}

function Sum({ sum, what }: { sum: string | null; what: string }) {
  if (sum === null) return <span className="text-tertiary">{TEXT.none}</span>
  return (
    <span className="whitespace-nowrap">
      <span className="mono" title={sum}>
        {sum.slice(0, SHOWN)}
      </span>
      <CopyButton value={sum} what={what} />
    </span>
  )
}
