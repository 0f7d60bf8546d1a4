import type { Endpoint } from '../wire/call.ts'
import { agentConfig } from './agent-config.ts'
import { agentKey } from './agent-key.ts'
import { componentStats } from './agent-stats.ts'
import { agentSync } from './agent-sync.ts'
import { agents, agentsOutdated, agentsWithoutGroup } from './agents.ts'
import { agentsDistinct } from './agents-distinct.ts'
import { summary, summaryOs, summaryStatus } from './agents-summary.ts'
import { runAs, signIn, signInDeprecated, signOut } from './authenticate.ts'
import { clusterHealthcheck, clusterLocalInfo, clusterNodes, clusterStatus } from './cluster.ts'
import { agentDaemonStats } from './daemon-stats.ts'
import { deleteAgents } from './delete-agents.ts'
import { addAgent, insertAgent, insertQuick } from './enrolment.ts'
import { groupAgents } from './group-agents.ts'
import { assignAgent, assignAgents, removeAgents, removeFromGroup, removeFromGroups } from './group-assignment.ts'
import { groups } from './groups.ts'
import { createGroup, deleteGroups } from './groups-changing.ts'
import { managerInfo, managerStatus } from './manager.ts'
import { overview } from './overview.ts'
import { reconnectAgents, restartAgent, restartAgents, restartGroup, restartNode } from './restart.ts'
import { root } from './root.ts'
import { inventory } from './syscollector.ts'
import { tasksStatus } from './tasks.ts'
import { uninstallPermission } from './uninstall.ts'
import { upgradeAgents, upgradeCustom, upgradeResult } from './upgrade.ts'
import { usersMe, usersMePolicies } from './users-me.ts'

/** What the demo can answer, by verb and route. Routes it knows but does not answer get a 501. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /': root,
  'DELETE /agents': deleteAgents,
  'GET /agents': agents,
  'POST /agents': addAgent,
  'POST /agents/insert': insertAgent,
  'POST /agents/insert/quick': insertQuick,
  'DELETE /agents/group': removeAgents,
  'PUT /agents/group': assignAgents,
  'PUT /agents/group/{group_id}/restart': restartGroup,
  'PUT /agents/node/{node_id}/restart': restartNode,
  'PUT /agents/reconnect': reconnectAgents,
  'PUT /agents/restart': restartAgents,
  'DELETE /agents/{agent_id}/group': removeFromGroups,
  'DELETE /agents/{agent_id}/group/{group_id}': removeFromGroup,
  'PUT /agents/{agent_id}/group/{group_id}': assignAgent,
  'PUT /agents/{agent_id}/restart': restartAgent,
  'DELETE /groups': deleteGroups,
  'POST /groups': createGroup,
  'GET /agents/no_group': agentsWithoutGroup,
  'GET /agents/outdated': agentsOutdated,
  'GET /agents/stats/distinct': agentsDistinct,
  'GET /agents/summary': summary,
  'GET /agents/summary/os': summaryOs,
  'GET /agents/summary/status': summaryStatus,
  'GET /agents/uninstall': uninstallPermission,
  'PUT /agents/upgrade': upgradeAgents,
  'PUT /agents/upgrade_custom': upgradeCustom,
  'GET /agents/upgrade_result': upgradeResult,
  'GET /agents/{agent_id}/config/{component}/{configuration}': agentConfig,
  'GET /agents/{agent_id}/daemons/stats': agentDaemonStats,
  'GET /agents/{agent_id}/group/is_sync': agentSync,
  'GET /agents/{agent_id}/key': agentKey,
  'GET /agents/{agent_id}/stats/{component}': componentStats,
  'GET /cluster/healthcheck': clusterHealthcheck,
  'GET /cluster/local/info': clusterLocalInfo,
  'GET /cluster/nodes': clusterNodes,
  'GET /cluster/status': clusterStatus,
  'GET /groups': groups,
  'GET /groups/{group_id}/agents': groupAgents,
  'GET /manager/info': managerInfo,
  'GET /manager/status': managerStatus,
  'GET /overview/agents': overview,
  'DELETE /security/user/authenticate': signOut,
  'GET /security/user/authenticate': signInDeprecated,
  'POST /security/user/authenticate': signIn,
  'POST /security/user/authenticate/run_as': runAs,
  'GET /security/users/me': usersMe,
  'GET /security/users/me/policies': usersMePolicies,
  'GET /syscollector/{agent_id}/hardware': inventory('hardware'),
  'GET /syscollector/{agent_id}/hotfixes': inventory('hotfixes'),
  'GET /syscollector/{agent_id}/netaddr': inventory('netaddr'),
  'GET /syscollector/{agent_id}/netiface': inventory('netiface'),
  'GET /syscollector/{agent_id}/os': inventory('os'),
  'GET /syscollector/{agent_id}/packages': inventory('packages'),
  'GET /syscollector/{agent_id}/ports': inventory('ports'),
  'GET /syscollector/{agent_id}/processes': inventory('processes'),
  'GET /tasks/status': tasksStatus,
}
