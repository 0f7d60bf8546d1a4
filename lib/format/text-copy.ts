/** Words of copying an endpoint as something else. */
export const COPY_TEXT = {
  open: 'Copy as',
  labels: {
    link: 'Link',
    markdown: 'Markdown for a ticket',
    control: 'agent_control',
    sync: 'agent_groups, sync state',
    curl: 'curl',
    apiPath: 'API path',
    service: 'Does the agent run?',
    state: 'What the agent says itself',
  },
  hints: {
    markdown: 'Status, times in UTC, and the link',
    control: 'On the manager, in a cluster on its master',
    curl: (token: string, api: string) =>
      `Your own token is in ${token}, the API’s address in ${api}: such as https://manager.example.com:55000`,
    endpoint: 'On the endpoint',
  },
  rows: {
    agent: 'agent',
    status: 'Status',
    expected: 'Expected down',
    lastKeepAlive: 'Last keep-alive',
    sync: 'Sync',
    address: 'Address',
    system: 'System',
    version: 'Agent version',
    groups: 'Groups',
    asOf: 'As of',
  },
  since: 'since',
  until: 'until',
  atLeastSince: 'at least since',
  syncCommand: 'What the manager’s own command says',
  syncNone: 'OSSEC has no command for the sync state.',
} as const
