import { CopyButton } from '#components/ui/copy-button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import { statusReason } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { formatAgentVersion, formatSystem } from '#lib/format/os.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { formatDateTime } from '#lib/format/time.ts'
import { makeTerm } from '#lib/query/compose.ts'
import { Fact } from './fact.tsx'
import { FilterLink } from './filter-link.tsx'
import type { SectionProps } from './section-props.ts'
import { SignalFacts } from './signal-facts.tsx'

const NAMES = AGENT_TEXT.facts

/** Who it is, as the manager has it. */
export function Facts({ detail: { agent, statusChange }, manager }: SectionProps) {
  const zone = useZone()
  const managerName = manager?.name ?? agent.manager
  const managerVersion = manager?.card?.version ?? manager?.card?.apiVersion ?? null
  const { os } = agent
  const more = [os.version, os.platform, os.arch].filter((part) => part !== null && !(formatSystem(os) ?? '').includes(part))
  return (
    <section aria-labelledby="identity" className="gutter py-4">
      <h2 id="identity" className="mb-1 font-semibold">
        {AGENT_TEXT.identity}
      </h2>
      <dl className="facts">
        <Fact name={NAMES.id}>
          <Copied value={agent.id} what={NAMES.id} />
        </Fact>
        <Fact name={NAMES.manager}>{managerName}</Fact>
        <Fact name={NAMES.ip}>
          {agent.ip === null || agent.ip === 'any' ? null : <Copied value={agent.ip} what={NAMES.ip} />}
        </Fact>
        <Fact name={NAMES.registerIp}>
          {agent.registerIp === null ? null : agent.registerIp === 'any' ? (
            AGENT_TEXT.anyAddress
          ) : (
            <Copied value={agent.registerIp} what={NAMES.registerIp} />
          )}
        </Fact>
        <Fact name={NAMES.groups}>{agent.groups.length === 0 ? null : <GroupLinks groups={agent.groups} />}</Fact>
        <Fact name={NAMES.system} more={more.join(', ')}>
          {formatSystem(os)}
        </Fact>
        <Fact name={NAMES.version}>
          {agent.version === null ? null : <Version agent={agent} version={agent.version} managerVersion={managerVersion} />}
        </Fact>
        <Fact name={NAMES.node}>{agent.nodeName}</Fact>
        <Fact name={NAMES.managerHost}>{agent.managerHost}</Fact>
        <Fact name={NAMES.dateAdd}>
          {agent.dateAdd === null ? null : <Moment time={agent.dateAdd}>{formatDateTime(agent.dateAdd, zone)}</Moment>}
        </Fact>
        <SignalFacts agent={agent} statusChange={statusChange} managerName={managerName} />
        {agent.status !== 'active' && <Fact name={NAMES.reason}>{statusReason(agent.statusCode)}</Fact>}
      </dl>
    </section>
  )
}

function Copied({ value, what }: { value: string; what: string }) {
  return (
    <>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </>
  )
}

function GroupLinks({ groups }: { groups: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {groups.map((group) => {
        const term = makeTerm('group', '=', group)
        return (
          <li key={group}>
            {term ? (
              <FilterLink className="link inline-flex min-h-(--hit) items-center" term={term}>
                {group}
              </FilterLink>
            ) : (
              group
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Version({ agent, version, managerVersion }: { agent: AgentItem; version: string; managerVersion: string | null }) {
  const runs = managerVersion === null ? AGENT_TEXT.outdated : AGENT_TEXT.managerRuns(formatAgentVersion(managerVersion))
  return (
    <>
      <span className="mono">{formatAgentVersion(version)}</span>
      {agent.outdated && (
        <span className="ms-2 inline-flex items-center gap-0.5">
          <Icon name="up" small />
          {runs}
        </span>
      )}
    </>
  )
}
