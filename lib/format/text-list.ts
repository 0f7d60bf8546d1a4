import { formatAge } from './age.ts'
import { formatCount, plural } from './numbers.ts'

/** Words of the filter, the list, its columns and the palette. */
export const LIST_TEXT = {
  chips: {
    label: 'Conditions of the filter',
    edit: (term: string) => `Edit: ${term}`,
    invert: (term: string) => `Invert: ${term}`,
    remove: (term: string) => `Remove: ${term}`,
    is: 'is',
    isNot: 'is not',
    contains: 'contains',
    lacks: 'does not contain',
    in: 'in',
    notIn: 'not in',
    oneOf: 'is one of',
    noneOf: 'is none of',
    nothing: 'nothing',
    or: 'or',
  },
  presets: {
    label: 'Questions',
    names: {
      disconnected: 'Disconnected now',
      quiet: 'Quiet',
      silent: 'Silent over 24 h',
      notSynced: 'Not in sync',
      outdated: 'Outdated',
      flapping: 'Flapping',
      goneSinceYesterday: 'Gone since yesterday',
      never: 'Never connected over 7 d',
    },
  },
  copyLink: 'Copy link to this list',
  linkCopied: 'Link copied',
  gone: {
    line: (count: number, days: number) =>
      `${plural(count, 'endpoint', 'endpoints')} gone for over ${plural(days, 'day', 'days')} ${count === 1 ? 'is' : 'are'} counted but not listed.`,
    listed: (count: number, days: number) =>
      `With ${plural(count, 'endpoint', 'endpoints')} gone for over ${plural(days, 'day', 'days')}.`,
    show: 'List them too',
    only: 'Show only them',
    hide: 'Leave them out',
  },
  columns: { open: 'Columns and density', title: 'Columns' },
  cells: {
    quietFor: (seconds: number) => `quiet for ${formatAge(seconds)}`,
    changes: (count: number) => `${formatCount(count)} changes in 24 h`,
    enrolled: (day: string) => `enrolled ${day}`,
    notInSync: 'not in sync',
    notInSyncFor: 'not in sync for ',
    never: 'never',
    flapsNone: 'none',
    left: 'no longer at this place of the list',
  },
  strip: {
    label: (parts: readonly string[]) => `Last 24 hours: ${parts.join(', ')}`,
    down: (seconds: number) => `down ${formatAge(seconds)}`,
    up: 'not down',
    unseen: (seconds: number) => `unknown ${formatAge(seconds)}`,
    never: 'never connected',
    changes: (count: number) => plural(count, 'change', 'changes'),
  },
  changedSince: (count: number) => `${plural(count, 'row', 'rows')} moved since`,
  showInOrder: 'show in order',
  pageLabel: 'Page',
  pageOf: (pages: number) => `of ${formatCount(pages)}`,
  goTo: 'Go to an endpoint, a view…',
  selection: {
    some: (count: number) => `${plural(count, 'endpoint', 'endpoints')} selected`,
    select: (name: string) => `Select ${name}`,
    only: 'Show only these',
    clear: 'Clear selection',
    copy: 'the names',
  },
} as const
