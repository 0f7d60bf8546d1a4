'use client'

import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { STATUS_META } from '#lib/agent/status.ts'
import { askQueries } from '#lib/api/ask-queries.ts'
import { type AgentInventory, type Hardware, INVENTORY_LISTS, type System } from '#lib/contract/agent-inventory.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { WhyNot } from '../live/why-not.tsx'
import { AskedAnswer, AskedPart } from './asked-answer.tsx'
import { Fold } from './fold.tsx'
import { InventoryListFold } from './fold-inventory-list.tsx'
import { PlainTable } from './plain-table.tsx'
import { ScannedAt } from './scanned-at.tsx'

const TEXTS = FOLDS_TEXT.inventory
const NAMES = TEXTS.facts
const KB_PER_GB = 1024 * 1024

/** What the agent last reported of its machine; the manager has it also while the agent is away. */
export function InventoryFold({ agent, asOf }: { agent: AgentItem; asOf: string | null }) {
  const query = useQuery(askQueries.inventory(agent.manager, agent.id))
  return <AskedAnswer query={query}>{(data) => <Inventory data={data} agent={agent} asOf={asOf} />}</AskedAnswer>
}

function Inventory({ data, agent, asOf }: { data: AgentInventory; agent: AgentItem; asOf: string | null }) {
  const { hardware, system, addresses, interfaces } = data
  const reasons = [hardware, system, addresses, interfaces].flatMap((part) => (part.kind === 'none' ? [part.why] : []))
  // What hinders all of them is told once.
  if (hardware.kind === 'none' && reasons.length === 4 && new Set(reasons).size === 1)
    return <WhyNot none={hardware} of="inventory" />
  return (
    <div className="grid gap-4">
      {agent.status !== 'active' && <p className="text-secondary">{TEXTS.away(STATUS_META[agent.status].label.toLowerCase())}</p>}
      <Part title={TEXTS.hardware}>
        <AskedPart part={hardware} of="inventory">
          {(own) => <Facts facts={hardwareFacts(own)} scannedAt={own.scannedAt} asOf={asOf} />}
        </AskedPart>
      </Part>
      <Part title={TEXTS.system}>
        <AskedPart part={system} of="inventory">
          {(own) => <Facts facts={systemFacts(own)} scannedAt={own.scannedAt} asOf={asOf} />}
        </AskedPart>
      </Part>
      <Part title={TEXTS.addresses}>
        <AskedPart part={addresses} of="inventory">
          {({ items, total }) => (
            <Table
              head={[TEXTS.columns.iface, TEXTS.columns.address, TEXTS.columns.netmask]}
              rows={items.map(({ iface, address, netmask }) => [iface, address, netmask])}
              total={total}
            />
          )}
        </AskedPart>
      </Part>
      <Part title={TEXTS.interfaces}>
        <AskedPart part={interfaces} of="inventory">
          {({ items, total }) => (
            <Table
              head={[TEXTS.columns.iface, TEXTS.columns.mac, TEXTS.columns.state]}
              rows={items.map(({ name, mac, state }) => [name, mac, state])}
              total={total}
            />
          )}
        </AskedPart>
      </Part>
      <div className="folds inner last">
        {INVENTORY_LISTS.map((list) => (
          <Fold key={list} title={TEXTS.lists[list].title} hint={TEXTS.lists[list].hint}>
            <InventoryListFold agent={agent} list={list} asOf={asOf} />
          </Fold>
        ))}
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      {children}
    </div>
  )
}

type Fact = readonly [name: string, value: string | null, copy?: true]

function hardwareFacts({ boardSerial, cpuName, cpuCores, cpuMhz, ramTotalKb, ramUsedPercent }: Hardware): Fact[] {
  const cpu = [cpuName, cpuCores && NAMES.cores(cpuCores), cpuMhz && NAMES.mhz(cpuMhz)].filter(Boolean).join(', ')
  const memory = ramTotalKb === null ? null : NAMES.memoryOf((ramTotalKb / KB_PER_GB).toFixed(1), ramUsedPercent)
  return [
    [NAMES.boardSerial, boardSerial, true],
    [NAMES.cpu, cpu || null],
    [NAMES.memory, memory],
  ]
}

function systemFacts({ hostname, name, version, build, displayVersion, kernel, architecture }: System): Fact[] {
  return [
    [NAMES.hostname, hostname, true],
    [NAMES.name, [name, version, displayVersion].filter(Boolean).join(' ') || null],
    [NAMES.build, build],
    [NAMES.kernel, kernel],
    [NAMES.architecture, architecture],
  ]
}

/** What was not reported has no line; when nothing was, it says so. */
function Facts({ facts, scannedAt, asOf }: { facts: readonly Fact[]; scannedAt: string | null; asOf: string | null }) {
  const known = facts.filter(([, value]) => value !== null)
  if (known.length === 0) return <p className="text-secondary">{TEXTS.nothing}</p>
  return (
    <>
      <dl className="facts">
        {known.map(([name, value, copy]) => (
          <div key={name}>
            <dt className="meta text-tertiary">{name}</dt>
            <dd>
              {copy ? <span className="mono">{value}</span> : value}
              {copy && value !== null && <CopyButton value={value} what={name} />}
            </dd>
          </div>
        ))}
      </dl>
      <ScannedAt time={scannedAt} asOf={asOf} />
    </>
  )
}

function Table({ head, rows, total }: { head: readonly string[]; rows: readonly (readonly (string | null)[])[]; total: number }) {
  if (rows.length === 0) return <p className="text-secondary">{TEXTS.nothing}</p>
  return (
    <>
      <PlainTable columns={head} rows={rows} cellClass={(column) => (column === 0 ? undefined : 'mono wrap-anywhere')} />
      {total > rows.length && <p className="meta text-tertiary">{TEXTS.count(rows.length, total)}</p>}
    </>
  )
}
