import { hash32 } from '../fleet/hash.ts'
import type { TableRow } from '../query/table-query.ts'
import { startedAt } from './activity.ts'
import type { AgentView } from './agent-view.ts'

interface Program {
  readonly name: string
  readonly cmd: string
  readonly argvs?: string
  readonly user: string
  /** TCP port it listens on. */
  readonly port?: number
  /** Only every so many-th machine runs it. */
  readonly every?: number
}

const linux: readonly Program[] = [
  { name: 'systemd', cmd: '/lib/systemd/systemd', argvs: '--system', user: 'root' },
  { name: 'systemd-journal', cmd: '/lib/systemd/systemd-journald', user: 'root' },
  { name: 'cron', cmd: '/usr/sbin/cron', argvs: '-f', user: 'root' },
  { name: 'sshd', cmd: '/usr/sbin/sshd', argvs: '-D', user: 'root', port: 22 },
  { name: 'rsyslogd', cmd: '/usr/sbin/rsyslogd', argvs: '-n', user: 'syslog' },
  { name: 'nginx', cmd: 'nginx: master process', user: 'root', port: 443, every: 3 },
  { name: 'postgres', cmd: '/usr/lib/postgresql/16/bin/postgres', user: 'postgres', port: 5432, every: 5 },
  { name: 'node_exporter', cmd: '/usr/bin/node_exporter', user: 'prometheus', port: 9100, every: 2 },
]

const unix: readonly Program[] = [
  ...linux,
  { name: 'wazuh-execd', cmd: '/var/ossec/bin/wazuh-execd', user: 'root' },
  { name: 'wazuh-agentd', cmd: '/var/ossec/bin/wazuh-agentd', user: 'wazuh' },
  { name: 'wazuh-syscheckd', cmd: '/var/ossec/bin/wazuh-syscheckd', user: 'root' },
  { name: 'wazuh-logcollector', cmd: '/var/ossec/bin/wazuh-logcollector', user: 'root' },
  { name: 'wazuh-modulesd', cmd: '/var/ossec/bin/wazuh-modulesd', user: 'root' },
]

const manager: readonly Program[] = [
  ...linux,
  { name: 'python3', cmd: '/var/ossec/framework/python/bin/python3', argvs: 'wazuh_apid.py', user: 'wazuh', port: 55000 },
  { name: 'wazuh-authd', cmd: '/var/ossec/bin/wazuh-authd', user: 'root', port: 1515 },
  { name: 'wazuh-db', cmd: '/var/ossec/bin/wazuh-db', user: 'wazuh' },
  { name: 'wazuh-analysisd', cmd: '/var/ossec/bin/wazuh-analysisd', user: 'wazuh' },
  { name: 'wazuh-remoted', cmd: '/var/ossec/bin/wazuh-remoted', user: 'wazuh', port: 1514 },
  { name: 'wazuh-modulesd', cmd: '/var/ossec/bin/wazuh-modulesd', user: 'root' },
]

const mac: readonly Program[] = [
  { name: 'launchd', cmd: '/sbin/launchd', user: 'root' },
  {
    name: 'WindowServer',
    cmd: '/System/Library/PrivateFrameworks/SkyLight.framework/Resources/WindowServer',
    user: '_windowserver',
  },
  { name: 'Finder', cmd: '/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder', user: 'staff' },
  { name: 'wazuh-agentd', cmd: '/Library/Ossec/bin/wazuh-agentd', user: 'wazuh' },
  { name: 'wazuh-modulesd', cmd: '/Library/Ossec/bin/wazuh-modulesd', user: 'root' },
]

const windows: readonly Program[] = [
  { name: 'System', cmd: 'none', user: 'SYSTEM', port: 445 },
  { name: 'svchost.exe', cmd: 'C:\\Windows\\System32\\svchost.exe', argvs: '-k RPCSS -p', user: 'NETWORK SERVICE', port: 135 },
  { name: 'lsass.exe', cmd: 'C:\\Windows\\System32\\lsass.exe', user: 'SYSTEM', port: 49664 },
  { name: 'explorer.exe', cmd: 'C:\\Windows\\explorer.exe', user: 'Administrator' },
  {
    name: 'sqlservr.exe',
    cmd: 'C:\\Program Files\\Microsoft SQL Server\\sqlservr.exe',
    user: 'MSSQLSERVER',
    port: 1433,
    every: 6,
  },
  { name: 'wazuh-agent.exe', cmd: 'C:\\Program Files (x86)\\ossec-agent\\wazuh-agent.exe', user: 'SYSTEM' },
]

function programsOf(agent: AgentView): readonly (Program & { readonly pid: number })[] {
  const platform = agent.text('os_platform')
  const others = agent.isManager ? manager : unix
  const all = platform === 'windows' ? windows : platform === 'darwin' ? mac : others
  const first = platform === 'windows' ? 4 : 1
  return all
    .map((program, index) => ({
      ...program,
      pid: index === 0 ? first : 300 + index * 96 + 4 * (hash32(agent.number, index, 75) % 24),
    }))
    .filter(({ every }, index) => every === undefined || hash32(agent.number, index, 76) % every === 0)
}

export function runningProcesses(agent: AgentView, scan: TableRow, at: number): TableRow[] {
  const started = startedAt(agent, at)
  const programs = programsOf(agent)
  const pids = programs.map(({ pid }) => pid)
  return programs.map(({ name, cmd, argvs, user, pid }, index) => {
    const draw = hash32(agent.number, pid, 77)
    const seconds = Math.max(0, at - started)
    const memory = 20_000 + (draw % 340_000)
    const resident = Math.floor((memory * (5 + (draw % 30))) / 100)
    const shared = {
      ...scan,
      pid: String(pid),
      name,
      cmd,
      argvs: argvs ?? null,
      ppid: index === 0 ? 0 : (pids[0] ?? 1),
      start_time: started + index,
    }
    if (agent.text('os_platform') === 'windows') {
      return { ...shared, priority: 8, size: resident * 1024, vm_size: memory * 1024, session: 0, nlwp: 2 + (draw % 40) }
    }
    return {
      ...shared,
      state: draw % 17 === 0 ? 'R' : 'S',
      utime: Math.floor((seconds * (draw % 40)) / 1000),
      stime: Math.floor((seconds * (draw % 13)) / 1000),
      ...{ euser: user, ruser: user, suser: user, egroup: user, rgroup: user, sgroup: user, fgroup: user },
      ...{ priority: 20, nice: 0, size: memory >> 2, vm_size: memory, resident, share: resident >> 1 },
      ...{ pgrp: pid, session: pid, nlwp: 1 + (draw % 16), tgid: pid, tty: 0, processor: draw % 4 },
    }
  })
}

export function openPorts(agent: AgentView, scan: TableRow): TableRow[] {
  const queues = { tx_queue: 0, rx_queue: 0 }
  const listening = programsOf(agent).flatMap(({ name, pid, port }): TableRow[] => {
    if (port === undefined) return []
    const ends = { 'local.ip': '0.0.0.0', 'local.port': port, 'remote.ip': '0.0.0.0', 'remote.port': 0 }
    const inode = 12_000 + (hash32(agent.number, port, 78) % 60_000)
    return [{ ...scan, ...ends, ...queues, protocol: 'tcp', inode, state: 'listening', pid, process: name }]
  })
  if (agent.isManager) return listening
  const client = programsOf(agent).find(({ name }) => name.startsWith('wazuh-agent'))
  const ends = { 'local.ip': agent.text('ip'), 'local.port': 40_000 + (hash32(agent.number, 1, 78) % 20_000) }
  const remote = { 'remote.ip': '10.0.0.10', 'remote.port': 1514, inode: 71_000 + (hash32(agent.number, 2, 78) % 9000) }
  const connection = { ...scan, ...ends, ...remote, ...queues, protocol: 'tcp', state: 'established' }
  return [...listening, { ...connection, pid: client?.pid ?? 0, process: client?.name ?? '' }]
}
