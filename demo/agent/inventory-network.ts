import { hash32, hexDigits } from '../fleet/hash.ts'
import type { TableRow } from '../query/table-query.ts'
import { eventsBetween, startedAt } from './activity.ts'
import type { AgentView } from './agent-view.ts'

/** The name of the interface that talks to the manager. */
export function mainInterface(agent: AgentView): string {
  const platform = agent.text('os_platform')
  if (platform === 'windows') return 'Ethernet0'
  if (platform === 'darwin') return 'en0'
  return ['eth0', 'ens160', 'ens192', 'enp1s0'][hash32(agent.number, 1, 74) % 4] ?? 'eth0'
}

export function networkInterfaces(agent: AgentView, scan: TableRow, at: number): TableRow[] {
  const messages = eventsBetween(agent, startedAt(agent, at), at) % 2_000_000
  const mac = hexDigits(agent.number, 2, 74, 10).match(/../g) ?? []
  return [
    {
      ...scan,
      name: mainInterface(agent),
      adapter: agent.text('os_platform') === 'windows' ? 'vmxnet3 Ethernet Adapter' : null,
      type: 'ethernet',
      state: 'up',
      mtu: 1500,
      mac: ['02', ...mac].join(':'),
      'tx.packets': messages * 3,
      'rx.packets': messages * 2,
      'tx.bytes': messages * 700,
      'rx.bytes': messages * 320,
      'tx.errors': 0,
      'rx.errors': 0,
      'tx.dropped': 0,
      'rx.dropped': hash32(agent.number, 3, 74) % 9,
    },
  ]
}

export function networkAddresses(agent: AgentView, scan: TableRow): TableRow[] {
  const address = agent.text('ip')
  const common = { 'scan.id': scan['scan.id'] ?? 0, iface: mainInterface(agent) }
  const rows: TableRow[] = []
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) {
    const network = address.split('.').slice(0, 3).join('.')
    rows.push({ ...common, proto: 'ipv4', address, netmask: '255.255.255.0', broadcast: `${network}.255` })
  } else if (address.includes(':')) {
    rows.push({ ...common, proto: 'ipv6', address: address.toLowerCase(), netmask: 'ffff:ffff:ffff:ffff::' })
  }
  const local = (hexDigits(agent.number, 4, 74, 12).match(/..../g) ?? []).join(':')
  return [...rows, { ...common, proto: 'ipv6', address: `fe80::42:${local}`, netmask: 'ffff:ffff:ffff:ffff::' }]
}
