import { fold } from '#lib/agent/collate.ts'
import type { AgentInventoryList, PackageItem, PortItem, ProcessItem } from '#lib/contract/agent-inventory.ts'
import { formatMoment } from '#lib/format/time.ts'

/** One line of a list as people read it, in the order of its columns; `null` for what was not reported. */
type InventoryRow = readonly (string | null)[]

/** The lines of an answer, none where it is a reason. @param asOf the manager's clock at the last pass, ISO 8601 */
export function inventoryRows({ rows }: AgentInventoryList, asOf: string | null): readonly InventoryRow[] {
  if (rows.kind === 'none') return []
  return rows.data.items.map((item) => {
    if ('localPort' in item) return portRow(item)
    return 'pid' in item ? processRow(item, asOf) : packageRow(item)
  })
}

function portRow({ protocol, localIp, localPort, remoteIp, remotePort, state, process, pid }: PortItem): InventoryRow {
  const port = localPort === null ? null : [String(localPort), protocol].filter(Boolean).join(' ')
  // A port that listens has no other end, which the manager prints as 0.
  const other = remotePort === null || remotePort === 0 ? null : `${bracketed(remoteIp ?? '')}:${remotePort}`
  const runs = [process, pid === null || pid === 0 ? null : `(${pid})`].filter(Boolean).join(' ')
  return [port, localIp, other, state, runs || null]
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

function packageRow({ name, version, architecture, format, vendor }: PackageItem): InventoryRow {
  // Without the address of a mailing list that Linux packages have behind it.
  return [name, version, architecture, format, vendor === null ? null : withoutAddress(vendor) || null]
}

function withoutAddress(vendor: string): string {
  const start = vendor.endsWith('>') ? vendor.lastIndexOf('<') : -1
  return start < 0 ? vendor : vendor.slice(0, start).trimEnd()
}

function processRow({ name, pid, user, command, startedAt }: ProcessItem, asOf: string | null): InventoryRow {
  return [name, pid, user, command, startedAt === null ? null : formatMoment(startedAt, asOf)]
}

/** The lines that hold every word of a text, in any of their cells. */
export function searchRows(rows: readonly InventoryRow[], text: string): readonly InventoryRow[] {
  const words = fold(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((cells) => {
    const whole = fold(cells.filter((cell) => cell !== null).join('\n'))
    return words.every((word) => whole.includes(word))
  })
}
