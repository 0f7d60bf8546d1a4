import { spec } from './field-spec.ts'

/** What Rollcall finds out itself, or was told by a person. */
export const OWN_FIELDS = spec({
  quiet: {
    type: 'boolean',
    label: 'Quiet',
    aliases: [],
    sortable: true,
    nullable: false,
  },
  gone: {
    type: 'boolean',
    label: 'Gone',
    aliases: [],
    sortable: false,
    nullable: false,
  },
  flaps: {
    type: 'number',
    label: 'Changes in 24 h',
    aliases: ['flapping'],
    sortable: true,
    nullable: false,
  },
  expected: {
    type: 'boolean',
    label: 'Expected down',
    aliases: ['acknowledged', 'known'],
    sortable: true,
    nullable: false,
  },
  'expected.until': {
    type: 'time',
    label: 'Expected until',
    aliases: ['expectedUntil'],
    sortable: true,
    nullable: true,
  },
  'expected.reason': {
    type: 'text',
    label: 'Expected because',
    aliases: ['expectedReason'],
    sortable: false,
    nullable: true,
  },
  'expected.by': {
    type: 'text',
    label: 'Expected by',
    aliases: ['expectedBy'],
    sortable: false,
    nullable: true,
  },
  alias: {
    type: 'text',
    label: 'Alias',
    aliases: [],
    sortable: true,
    nullable: true,
  },
  tag: {
    type: 'list',
    label: 'Tags',
    aliases: ['tags'],
    sortable: true,
    nullable: true,
  },
})

/** Times since something. */
export const DURATION_FIELDS = spec({
  silentFor: {
    type: 'duration',
    label: 'Silent for',
    aliases: [],
    sortable: false,
    nullable: true,
  },
  statusFor: {
    type: 'duration',
    label: 'Status for',
    aliases: [],
    sortable: false,
    nullable: true,
  },
  syncFor: {
    type: 'duration',
    label: 'Sync for',
    aliases: [],
    sortable: false,
    nullable: true,
  },
  enrolledFor: {
    type: 'duration',
    label: 'Enrolled for',
    aliases: [],
    sortable: false,
    nullable: true,
  },
})
