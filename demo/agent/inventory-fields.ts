import type { TableField, TableFields } from '../query/table-fields.ts'

export const inventoryKinds = ['hardware', 'hotfixes', 'netaddr', 'netiface', 'os', 'packages', 'ports', 'processes'] as const

export type InventoryKind = (typeof inventoryKinds)[number]

/** Fields of one affinity by name; a dot in a name is an underscore in the column. */
function texts(...names: readonly string[]): Record<string, TableField> {
  return Object.fromEntries(names.map((name) => [name, { column: columnOf(name), affinity: 'text' }]))
}

function integers(...names: readonly string[]): Record<string, TableField> {
  return Object.fromEntries(names.map((name) => [name, { column: columnOf(name), affinity: 'integer' }]))
}

function dates(...names: readonly string[]): Record<string, TableField> {
  return Object.fromEntries(names.map((name) => [name, { column: columnOf(name), affinity: 'text', isDate: true }]))
}

function columnOf(name: string): string {
  return name.replace('.', '_')
}

const scan = { ...integers('scan.id'), ...dates('scan.time') }

const windowsOs: TableFields = {
  ...scan,
  ...texts('hostname', 'os.version', 'os.name', 'architecture', 'os.major', 'os.minor', 'os.build', 'version'),
  ...texts('os_release', 'os.display_version'),
}

/** The fields of each inventory; those of the operating system differ on Windows. */
const fields: Readonly<Record<InventoryKind, TableFields>> = {
  hardware: {
    ...scan,
    ...texts('board_serial', 'cpu.name'),
    ...integers('cpu.cores', 'cpu.mhz', 'ram.total', 'ram.free', 'ram.usage'),
  },
  hotfixes: { ...integers('scan_id'), ...texts('scan_time', 'hotfix') },
  netaddr: { ...integers('scan.id'), ...texts('iface', 'proto', 'address', 'netmask', 'broadcast') },
  netiface: {
    ...scan,
    ...texts('name', 'adapter', 'type', 'state', 'mac'),
    ...integers('mtu', 'tx.packets', 'rx.packets', 'tx.bytes', 'rx.bytes', 'tx.errors', 'rx.errors', 'tx.dropped', 'rx.dropped'),
  },
  os: { ...windowsOs, ...texts('os.codename', 'os.platform', 'sysname', 'release') },
  packages: {
    ...scan,
    ...dates('install_time'),
    ...texts('format', 'name', 'priority', 'section', 'vendor', 'version', 'architecture', 'multiarch', 'source'),
    ...texts('description', 'location'),
    ...integers('size'),
  },
  ports: {
    ...scan,
    ...texts('protocol', 'local.ip', 'remote.ip', 'state', 'process'),
    ...integers('local.port', 'remote.port', 'tx_queue', 'rx_queue', 'inode', 'pid'),
  },
  processes: {
    ...scan,
    ...texts('pid', 'name', 'state', 'cmd', 'argvs', 'euser', 'ruser', 'suser', 'egroup', 'rgroup', 'sgroup', 'fgroup'),
    ...integers('ppid', 'utime', 'stime', 'priority', 'nice', 'size', 'vm_size', 'resident', 'share', 'start_time', 'pgrp'),
    ...integers('session', 'nlwp', 'tgid', 'tty', 'processor'),
  },
}

/** @param osName as the manager's agent table has it; decides which fields an operating system has */
export function inventoryFields(kind: InventoryKind, osName: string): TableFields {
  return kind === 'os' && osName.includes('Windows') ? windowsOs : fields[kind]
}
