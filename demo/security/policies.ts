export interface Policy {
  readonly id: number
  readonly name: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly effect: 'allow' | 'deny'
}

const anything = ['*:*:*']
const allAgents = ['agent:id:*', 'agent:group:*']
const allAgentIds = ['agent:id:*']
const allGroups = ['group:id:*']
const allNodes = ['node:id:*']

type Rule = readonly [name: string, actions: readonly string[], resources: readonly string[]]

/** In the order of their ids, which start at 1; all of them allow. */
const rules: readonly Rule[] = [
  ['agents_all_resourceless', ['agent:create', 'group:create', 'agent:uninstall'], anything],
  [
    'agents_all_agents',
    ['agent:read', 'agent:delete', 'agent:modify_group', 'agent:reconnect', 'agent:restart', 'agent:upgrade'],
    allAgents,
  ],
  ['agents_all_groups', ['group:read', 'group:delete', 'group:update_config', 'group:modify_assignments'], allGroups],
  ['agents_read_agents', ['agent:read'], allAgents],
  ['agents_read_groups', ['group:read'], allGroups],
  ['agents_commands_agents', ['active-response:command'], allAgentIds],
  [
    'security_all_resourceless',
    [
      'security:create',
      'security:create_user',
      'security:read_config',
      'security:update_config',
      'security:revoke',
      'security:edit_run_as',
    ],
    anything,
  ],
  [
    'security_all_security',
    ['security:read', 'security:update', 'security:delete'],
    ['role:id:*', 'policy:id:*', 'user:id:*', 'rule:id:*'],
  ],
  ['users_all_resourceless', ['security:create_user', 'security:revoke'], anything],
  ['users_all_users', ['security:read', 'security:update', 'security:delete'], ['user:id:*']],
  ['users_modify_run_as_flag', ['security:edit_run_as'], anything],
  ['ciscat_read_ciscat', ['ciscat:read'], allAgentIds],
  ['decoders_read_decoders', ['decoders:read'], ['decoder:file:*']],
  ['decoders_all_files', ['decoders:read', 'decoders:delete'], ['decoder:file:*']],
  ['decoders_all_resourceless', ['decoders:update'], anything],
  ['mitre_read_mitre', ['mitre:read'], anything],
  ['lists_read_rules', ['lists:read'], ['list:file:*']],
  ['lists_all_rules', ['lists:read', 'lists:delete'], ['list:file:*']],
  ['lists_all_resourceless', ['lists:update'], anything],
  ['rootcheck_read_rootcheck', ['rootcheck:read'], allAgentIds],
  ['rootcheck_all_rootcheck', ['rootcheck:clear', 'rootcheck:read', 'rootcheck:run'], allAgentIds],
  ['rules_read_rules', ['rules:read'], ['rule:file:*']],
  ['rules_all_files', ['rules:read', 'rules:delete'], ['rule:file:*']],
  ['rules_all_resourceless', ['rules:update'], anything],
  ['sca_read_sca', ['sca:read'], allAgentIds],
  ['syscheck_read_syscheck', ['syscheck:read'], allAgentIds],
  ['syscheck_all_syscheck', ['syscheck:clear', 'syscheck:read', 'syscheck:run'], allAgentIds],
  ['syscollector_read_syscollector', ['syscollector:read'], allAgentIds],
  [
    'cluster_all_resourceless',
    ['cluster:status', 'manager:read', 'manager:read_api_config', 'manager:update_config', 'manager:restart'],
    anything,
  ],
  ['cluster_all_nodes', ['cluster:read_api_config', 'cluster:read', 'cluster:restart', 'cluster:update_config'], allNodes],
  ['cluster_read_resourceless', ['cluster:status', 'manager:read', 'manager:read_api_config'], anything],
  ['cluster_read_nodes', ['cluster:read_api_config', 'cluster:read', 'cluster:read_api_config'], allNodes],
  ['logtest_all_logtest', ['logtest:run'], anything],
  ['task_status_task', ['task:status'], anything],
  ['events_ingest_resourceless', ['event:ingest'], anything],
]

/** The policies that a manager 4.14 starts with. */
export const policies: readonly Policy[] = rules.map(([name, actions, resources], index) => ({
  id: index + 1,
  name,
  actions,
  resources,
  effect: 'allow',
}))
