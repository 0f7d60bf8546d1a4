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

function allow(id: number, name: string, actions: readonly string[], resources: readonly string[]): Policy {
  return { id, name, actions, resources, effect: 'allow' }
}

/** The default policies of 4.14 that the demo's default roles are made of. */
export const policies: readonly Policy[] = [
  allow(1, 'agents_all_resourceless', ['agent:create', 'group:create', 'agent:uninstall'], anything),
  allow(
    2,
    'agents_all_agents',
    ['agent:read', 'agent:delete', 'agent:modify_group', 'agent:reconnect', 'agent:restart', 'agent:upgrade'],
    allAgents,
  ),
  allow(3, 'agents_all_groups', ['group:read', 'group:delete', 'group:update_config', 'group:modify_assignments'], allGroups),
  allow(4, 'agents_read_agents', ['agent:read'], allAgents),
  allow(5, 'agents_read_groups', ['group:read'], allGroups),
  allow(6, 'agents_commands_agents', ['active-response:command'], allAgentIds),
  allow(
    7,
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
  ),
  allow(
    8,
    'security_all_security',
    ['security:read', 'security:update', 'security:delete'],
    ['role:id:*', 'policy:id:*', 'user:id:*', 'rule:id:*'],
  ),
  allow(12, 'ciscat_read_ciscat', ['ciscat:read'], allAgentIds),
  allow(14, 'decoders_all_files', ['decoders:read', 'decoders:delete'], ['decoder:file:*']),
  allow(15, 'decoders_all_resourceless', ['decoders:update'], anything),
  allow(16, 'mitre_read_mitre', ['mitre:read'], anything),
  allow(18, 'lists_all_rules', ['lists:read', 'lists:delete'], ['list:file:*']),
  allow(19, 'lists_all_resourceless', ['lists:update'], anything),
  allow(21, 'rootcheck_all_rootcheck', ['rootcheck:clear', 'rootcheck:read', 'rootcheck:run'], allAgentIds),
  allow(23, 'rules_all_files', ['rules:read', 'rules:delete'], ['rule:file:*']),
  allow(24, 'rules_all_resourceless', ['rules:update'], anything),
  allow(25, 'sca_read_sca', ['sca:read'], allAgentIds),
  allow(27, 'syscheck_all_syscheck', ['syscheck:clear', 'syscheck:read', 'syscheck:run'], allAgentIds),
  allow(28, 'syscollector_read_syscollector', ['syscollector:read'], allAgentIds),
  allow(
    29,
    'cluster_all_resourceless',
    ['cluster:status', 'manager:read', 'manager:read_api_config', 'manager:update_config', 'manager:restart'],
    anything,
  ),
  allow(
    30,
    'cluster_all_nodes',
    ['cluster:read_api_config', 'cluster:read', 'cluster:restart', 'cluster:update_config'],
    ['node:id:*'],
  ),
  allow(33, 'logtest_all_logtest', ['logtest:run'], anything),
  allow(34, 'task_status_task', ['task:status'], anything),
  allow(35, 'events_ingest_resourceless', ['event:ingest'], anything),
]
