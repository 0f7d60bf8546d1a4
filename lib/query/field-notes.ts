import type { FieldName } from './fields.ts'

/** An example of each field, and what it means; apart from the table of fields, which every browser loads before the list. */
export const FIELD_NOTES: Readonly<Record<FieldName, { readonly example: string; readonly note: string }>> = {
  id: {
    example: 'id=001',
    note: 'Compared as a number, so 1 and 001 are the same.',
  },
  name: {
    example: 'name~web',
    note: 'The name given at registration.',
  },
  ip: {
    example: 'ip~10.20.',
    note: 'The last source address, or the registered one before the first connection.',
  },
  registerIP: {
    example: 'registerIP=any',
    note: 'The address or range that the key is bound to.',
  },
  status: {
    example: 'status=disconnected',
    note: 'The connection status as the manager gives it.',
  },
  status_code: {
    example: 'status_code=4',
    note: '0 none recorded, 1 version refused, 2 version unreadable, 3 clean stop, 4 no keep-alive, 5 reset by manager.',
  },
  reason: {
    example: 'reason="no keep-alive"',
    note: 'Why the agent is in its status, from status_code; other is a code that Rollcall does not know.',
  },
  group: {
    example: 'group=default',
    note: 'True when any group of the agent matches.',
  },
  group_config_status: {
    example: 'sync="not synced"',
    note: 'Whether the agent holds the configuration of its groups.',
  },
  'os.name': {
    example: 'os.name~ubuntu',
    note: 'Name of the operating system.',
  },
  'os.version': {
    example: 'os.version>=22.04',
    note: 'Version of the operating system.',
  },
  'os.platform': {
    example: 'os.platform=windows',
    note: 'Such as ubuntu, rhel, windows, darwin.',
  },
  'os.arch': {
    example: 'os.arch=x86_64',
    note: 'Processor architecture.',
  },
  version: {
    example: 'version<4.10',
    note: 'Compared by number, with or without the words before it.',
  },
  outdated: {
    example: 'outdated=true',
    note: 'Older than its manager.',
  },
  node_name: {
    example: 'node_name=node01',
    note: 'Cluster node that the agent reports to.',
  },
  manager: {
    example: 'manager=demo',
    note: 'The manager as configured here, by name or id; sorts by name. The host name that the API calls manager is manager_host.',
  },
  manager_host: {
    example: 'manager_host~worker',
    note: 'Host name of the manager node, as the API gives it.',
  },
  dateAdd: {
    example: 'dateAdd>2026-01-31',
    note: 'When the agent was registered.',
  },
  lastKeepAlive: {
    example: 'lastKeepAlive<1d',
    note: 'With an age, > is longer ago: lastKeepAlive>1d has been silent for over a day.',
  },
  disconnection_time: {
    example: 'disconnection_time>2026-11-01',
    note: 'When the manager declared it disconnected.',
  },
  statusSince: {
    example: 'statusSince>2026-11-01',
    note: 'When the status began, as far as it is known.',
  },
  syncSince: {
    example: 'syncSince<1h',
    note: 'When the sync state began, as far as it is known.',
  },
  mergedSum: {
    example: 'mergedSum=null',
    note: 'Sum of the shared configuration the agent holds.',
  },
  configSum: {
    example: 'configSum=null',
    note: 'Sum of the local configuration.',
  },
  quiet: {
    example: 'quiet=true',
    note: 'Active, but silent for longer than QUIET_PERIODS keep-alive periods (3 unless set): the manager has not noticed yet.',
  },
  gone: {
    example: 'gone=false',
    note: 'Disconnected and silent for longer than GONE_DAYS days (30 unless set). Left out of the list while no filter is set.',
  },
  flaps: {
    example: 'flaps>=6',
    note: 'How often the status changed within the last 24 hours; a loss and a return are two.',
  },
  expected: {
    example: 'expected=true',
    note: 'Somebody said that it may be down, and until when; it may be up all the same.',
  },
  'expected.until': {
    example: 'expected.until<2026-12-01',
    note: 'When that ends by itself.',
  },
  'expected.reason': {
    example: 'expected.reason~patching',
    note: 'Why, in the words of whoever said it.',
  },
  'expected.by': {
    example: 'expected.by=analyst',
    note: 'Who said it.',
  },
  alias: {
    example: 'alias~billing',
    note: 'What people call it here. A search for a word looks here, too.',
  },
  tag: {
    example: 'tag=billing',
    note: 'True when any tag that people gave it here matches.',
  },
  silentFor: {
    example: 'silentFor>7d',
    note: 'Time between the last keep-alive and the moment the manager last reported the agent.',
  },
  statusFor: {
    example: 'statusFor>1h',
    note: 'Time since the status began.',
  },
  syncFor: {
    example: 'syncFor>1h',
    note: 'Time since the sync state began.',
  },
  enrolledFor: {
    example: 'enrolledFor>30d',
    note: 'Time since registration.',
  },
}
