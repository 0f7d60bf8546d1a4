import { z } from 'zod'
import type { InventoryList, PackageItem, PortItem, ProcessItem } from '#lib/contract/agent-inventory.ts'
import { listOf, number, scan, TEXT_MAX, text } from './agent-inventory.ts'

/** What was reported of one list, and when the newest of it was. */
export interface Listed<T> {
  readonly total: number
  readonly scannedAt: string | null
  readonly items: readonly T[]
}

/** What is asked of each list, in which order. Sorted by the manager, so that of a long one the first are had. */
export const LIST_FIELDS: Readonly<Record<InventoryList, { readonly select: readonly string[]; readonly sort: string }>> = {
  ports: {
    select: ['protocol', 'local.ip', 'local.port', 'remote.ip', 'remote.port', 'state', 'process', 'pid', 'scan.time'],
    sort: 'local.port',
  },
  packages: { select: ['name', 'version', 'architecture', 'format', 'vendor', 'scan.time'], sort: 'name' },
  processes: { select: ['pid', 'name', 'cmd', 'euser', 'start_time', 'scan.time'], sort: 'name' },
}

const end = z.object({ ip: text, port: number }).partial().nullish()
const port = z.object({ protocol: text, local: end, remote: end, state: text, process: text, pid: number, scan })

/** `GET /syscollector/{id}/ports`. */
export function ports(json: unknown): Listed<PortItem> | null {
  return newest(json, port, ({ local, remote, ...item }) => ({
    ...{ protocol: item.protocol, localIp: local?.ip ?? null, localPort: local?.port ?? null },
    ...{ remoteIp: remote?.ip ?? null, remotePort: remote?.port ?? null },
    ...{ state: item.state, process: item.process, pid: item.pid },
  }))
}

const name = z.string().max(TEXT_MAX)
const packaged = z.object({ name, version: text, architecture: text, format: text, vendor: text, scan })

/** `GET /syscollector/{id}/packages`. */
export function packages(json: unknown): Listed<PackageItem> | null {
  return newest(json, packaged, ({ scan: _, ...item }) => item)
}

/** Years beyond these are not the start of a process. */
const SECONDS_MAX = 253_402_300_799
const process = z.object({ name, pid: text, cmd: text, euser: text, start_time: number, scan })

/** `GET /syscollector/{id}/processes`. */
export function processes(json: unknown): Listed<ProcessItem> | null {
  return newest(json, process, ({ cmd, euser, start_time: started, ...item }) => ({
    ...{ name: item.name, pid: item.pid, user: euser, command: cmd },
    startedAt: started === null || started === 0 || started > SECONDS_MAX ? null : new Date(started * 1000).toISOString(),
  }))
}

function newest<S extends z.ZodType<{ scan: string | null }>, T>(
  json: unknown,
  schema: S,
  toItem: (item: z.output<S>) => T,
): Listed<T> | null {
  const read = listOf(json, schema, (item) => ({ item: toItem(item), at: item.scan }))
  if (read === null) return null
  const times = read.items.flatMap(({ at }) => at ?? [])
  const scannedAt = times.reduce<string | null>((last, at) => (last === null || at > last ? at : last), null)
  return { total: read.total, scannedAt, items: read.items.map(({ item }) => item) }
}
