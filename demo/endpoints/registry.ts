import type { Endpoint } from '../wire/call.ts'
import { agents, agentsOutdated, agentsWithoutGroup } from './agents.ts'
import { agentsDistinct } from './agents-distinct.ts'
import { summary, summaryOs, summaryStatus } from './agents-summary.ts'
import { runAs, signIn, signInDeprecated, signOut } from './authenticate.ts'
import { clusterHealthcheck, clusterLocalInfo, clusterNodes, clusterStatus } from './cluster.ts'
import { groupAgents } from './group-agents.ts'
import { groups } from './groups.ts'
import { managerInfo, managerStatus } from './manager.ts'
import { overview } from './overview.ts'
import { root } from './root.ts'
import { uninstallPermission } from './uninstall.ts'
import { usersMe, usersMePolicies } from './users-me.ts'

/** What the demo can answer, by verb and route. Routes it knows but does not answer get a 501. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /': root,
  'GET /agents': agents,
  'GET /agents/no_group': agentsWithoutGroup,
  'GET /agents/outdated': agentsOutdated,
  'GET /agents/stats/distinct': agentsDistinct,
  'GET /agents/summary': summary,
  'GET /agents/summary/os': summaryOs,
  'GET /agents/summary/status': summaryStatus,
  'GET /agents/uninstall': uninstallPermission,
  'GET /cluster/healthcheck': clusterHealthcheck,
  'GET /agents/{agent_id}/config/{component}/{configuration}': agentConfig,
  'GET /agents/{agent_id}/daemons/stats': agentDaemonStats,
  'GET /agents/{agent_id}/group/is_sync': agentSync,
  'GET /agents/{agent_id}/key': agentKey,
  'GET /agents/{agent_id}/stats/{component}': componentStats,
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
}
