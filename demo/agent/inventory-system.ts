import { chance, hash32, hashText, hexDigits } from '../fleet/hash.ts'
import type { TableRow } from '../query/table-query.ts'
import type { AgentView } from './agent-view.ts'

const processors = [
  { name: 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz', mhz: 2000 },
  { name: 'Intel(R) Core(TM) i7-1365U', mhz: 1800 },
  { name: 'AMD EPYC 7763 64-Core Processor', mhz: 2445.4 },
  { name: 'Intel(R) Core(TM) i5-7600K CPU @ 3.80GHz', mhz: 3800 },
]

export function hardware(agent: AgentView, scan: TableRow, at: number): TableRow[] {
  const draw = hash32(agent.number, 1, 71)
  const apple = agent.text('os_platform') === 'darwin' ? { name: 'Apple M2', mhz: 3490 } : undefined
  const processor = apple ?? processors[draw % processors.length]
  const total = 4_012_000 * 2 ** ((draw >>> 4) % 5)
  const usage = 20 + Math.floor(70 * chance(agent.number, Math.floor(at / 3600), 72))
  return [
    {
      ...scan,
      // A machine keeps its name when it enrols again.
      board_serial: hexDigits(hashText(agent.text('name')), 1, 73, 10).toUpperCase(),
      'cpu.name': processor?.name ?? '',
      'cpu.cores': 2 ** (1 + ((draw >>> 8) % 4)),
      'cpu.mhz': processor?.mhz ?? 0,
      'ram.total': total,
      'ram.free': Math.floor((total * (100 - usage)) / 100),
      'ram.usage': usage,
    },
  ]
}

export function operatingSystem(agent: AgentView, scan: TableRow): TableRow[] {
  const name = agent.read('os_name')
  if (name === null) return []
  const isWindows = String(name).includes('Windows')
  const [sysname = '', , release = '', version = ''] = agent.text('os_uname').split(' |')
  const codename = agent.text('os_codename')
  const plainVersion = agent.text('os_version')
  return [
    {
      ...scan,
      hostname: agent.text('name'),
      architecture: agent.text('os_arch') || 'x86_64',
      'os.name': String(name),
      'os.version': codename === '' ? plainVersion : `${plainVersion} (${codename})`,
      'os.major': agent.read('os_major'),
      'os.minor': agent.read('os_minor'),
      'os.build': agent.read('os_build'),
      'os.display_version': isWindows ? '23H2' : '',
      os_release: isWindows ? '2009' : '',
      version: isWindows ? agent.read('os_version') : version,
      ...(isWindows
        ? {}
        : {
            'os.codename': codename.split(' ')[0]?.toLowerCase() ?? '',
            'os.platform': agent.text('os_platform'),
            sysname,
            release,
          }),
    },
  ]
}

const updates = [
  'KB5012170',
  'KB5027397',
  'KB5034439',
  'KB5036620',
  'KB5042099',
  'KB5044033',
  'KB5046613',
  'KB5046633',
  'KB5048652',
]

/** Only Windows has hotfixes; how many depends on how well the machine is kept. */
export function hotfixes(agent: AgentView, scan: TableRow): TableRow[] {
  if (agent.text('os_platform') !== 'windows') return []
  const missing = hash32(agent.number, 2, 71) % 5
  return updates
    .slice(0, updates.length - missing)
    .map((hotfix) => ({ scan_id: scan['scan.id'] ?? 0, scan_time: scan['scan.time'] ?? '', hotfix }))
}
