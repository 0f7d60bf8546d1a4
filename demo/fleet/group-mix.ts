import type { OsProfile } from './os-mix.ts'

/** Every group of the generated fleet; one of them has no agents. */
export const groupNames = [
  'branch-east',
  'branch-north',
  'branch-south',
  'branch-west',
  'databases',
  'default',
  'dmz',
  'empty-group',
  'kubernetes',
  'laptops',
  'linux-servers',
  'macos',
  'pci-dss',
  'web-servers',
  'windows-servers',
  'workstations',
] as const

const home: Record<string, (kind: OsProfile['kind']) => string> = {
  windows: (kind) => (kind === 'server' ? 'windows-servers' : 'workstations'),
  darwin: () => 'macos',
}

const sides = ['branch-north', 'branch-south', 'branch-east', 'branch-west']
const duties = ['web-servers', 'databases', 'kubernetes', 'dmz', 'pci-dss']

/**
 * The groups of an agent as the comma-joined text of the manager's table.
 * @param draws four numbers in [0, 1) that decide
 */
export function drawGroups(os: OsProfile, draws: readonly [number, number, number, number]): string {
  const [plain, side, duty, laptop] = draws
  if (plain < 0.45) return 'default'
  const groups = ['default', home[os.platform]?.(os.kind) ?? 'linux-servers']
  if (os.kind === 'desktop' && laptop < 0.4) groups.push('laptops')
  if (os.kind === 'server' && duty < 0.5) groups.push(duties[Math.floor(duty * 10)] ?? 'dmz')
  if (side < 0.24) groups.push(sides[Math.floor((side / 0.24) * 4)] ?? 'branch-west')
  return groups.join(',')
}

/** An agent in nearly everything, to see long lists. */
export const manyGroups = groupNames.filter((name) => name !== 'empty-group').join(',')
