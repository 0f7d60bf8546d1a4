import { formatCount } from './numbers.ts'

/** Words of the breakdowns beside the list; part of `TEXT`. */
export const RAIL_TEXT = {
  label: 'Breakdowns',
  open: 'Break down by reason, group, version…',
  close: 'Close the breakdowns',
  skip: 'Skip the breakdowns',
  failed: 'The breakdowns could not be loaded.',
  nothing: 'Nothing to break down.',
  titles: {
    reason: 'Reason',
    sync: 'Sync',
    group: 'Group',
    manager: 'Manager',
    managerNode: 'Manager, node',
    node: 'Node',
    version: 'Agent version',
    system: 'Operating system',
  },
  all: 'all',
  down: 'down',
  none: 'None',
  noGroup: 'No group',
  noNode: 'No node',
  exclude: (label: string) => `Exclude ${label}`,
  several: (count: number) => (count === 1 ? '1 is in more than one group' : `${formatCount(count)} are in more than one group`),
  outdated: 'older than its manager',
  more: (count: number) => `Show ${formatCount(count)} more`,
  fewer: 'Show fewer',
  rest: (values: number, total: number) => `${formatCount(values)} further values: ${formatCount(total)}`,
} as const
