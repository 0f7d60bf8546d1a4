import { isoZ } from '../agent/agent-stats.ts'
import type { AgentView } from '../agent/agent-view.ts'
import { isUnderWay, type Task, taskState } from '../agent/task-book.ts'
import { type UpgradeOrder, upgradeRefusal } from '../agent/upgrade-check.ts'
import { planUpgrade } from '../agent/upgrade-plan.ts'
import { agentParameters } from '../spec/agent-parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { jsonReply, type Reply } from '../wire/reply.ts'
import { agentReach, type Reach } from './agent-reach.ts'
import { eligible } from './eligible.ts'

/** Failures that ids not asked for by name have in silence. */
const forgiven = [1701, 1703, 1707, 1731]

/** `PUT /agents/upgrade`: from a repository. */
export const upgradeAgents: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.upgrade,
  handle(call) {
    const [version, repository, packageType] = ['upgrade_version', 'wpk_repo', 'package_type'].map((name) =>
      textValue(call, name),
    )
    return createTasks(call, {
      command: 'upgrade',
      force: flagValue(call, 'force'),
      ...(version === undefined ? {} : { version: plainVersion(version) }),
      ...(repository === undefined ? {} : { repository }),
      ...(packageType === undefined ? {} : { packageType }),
    })
  },
}

/** `PUT /agents/upgrade_custom`: from a file on the manager. */
export const upgradeCustom: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.upgradeCustom,
  handle: (call) => createTasks(call, { command: 'upgrade_custom', force: false, filePath: textValue(call, 'file_path') ?? '' }),
}

/** `GET /agents/upgrade_result`: the last task of each agent. */
export const upgradeResult: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.upgradeResult,
  handle(call) {
    const reach = agentReach(call, 'agent:upgrade', listValue(call, 'agents_list'))
    const result = new ListResult({
      all: 'All upgrade tasks were returned',
      some: 'Some upgrade tasks were not returned',
      none: 'No upgrade task was returned',
    })
    const items: JsonObject[] = []
    for (const agent of eligible(call, reach, result)) {
      const task = call.demo.fleet.tasks.latest(agent.number)
      if (task) items.push(taskItem(task, agent.id, call.nowSeconds))
      else result.fail(agent.id, new ManagerError(1813))
    }
    return finish(call, result, items, reach, [...forgiven, 1813])
  },
}

/** @throws ManagerError 1816 and 1823, which end the call though the tasks of other agents are there by then */
function createTasks(call: Call, order: UpgradeOrder): Reply {
  const listed = listValue(call, 'agents_list') ?? []
  const reach = agentReach(call, 'agent:upgrade', listed.includes('all') ? undefined : listed)
  const result = new ListResult({
    all: 'All upgrade tasks were created',
    some: 'Some upgrade tasks were not created',
    none: 'No upgrade task was created',
  })
  const items: JsonObject[] = []
  let fatal: ManagerError | undefined
  for (const agent of eligible(call, reach, result)) {
    const refusal = upgradeRefusal(agent, order) ?? busy(call, agent)
    if (!refusal) items.push({ agent: agent.id, task_id: createTask(call, agent, order).id })
    else if (refusal.code === 1816 || refusal.code === 1823) fatal ??= refusal
    else result.fail(agent.id, refusal)
  }
  if (fatal) throw fatal
  return finish(call, result, items, reach, [...forgiven, 1819, 1820, 1821, 1822])
}

function busy(call: Call, agent: AgentView): ManagerError | undefined {
  const task = call.demo.fleet.tasks.latest(agent.number)
  return task && isUnderWay(task, call.nowSeconds) ? new ManagerError(1820) : undefined
}

function createTask(call: Call, agent: AgentView, order: UpgradeOrder): Task {
  const { fleet } = call.demo
  const { steps, install } = planUpgrade(fleet.tasks, agent, order, call.nowSeconds)
  if (install) fleet.upgrade(agent.row, install.version, install.at)
  const { command } = order
  return fleet.tasks.add({ agent: agent.number, node: agent.text('node_name'), command, created: call.nowSeconds, steps })
}

function finish(call: Call, result: ListResult, items: readonly JsonObject[], reach: Reach, codes: readonly number[]): Reply {
  result.items = items
  result.total = items.length
  reach.close(result, codes)
  return jsonReply(result.render(), flagValue(call, 'pretty'))
}

/** `4.14.7`, `v4.14.7` and `wazuh v4.14.7` as the upgrade module reads them. */
function plainVersion(text: string): string {
  return `v${/\d+\.\d+\.\d+/.exec(text)?.[0] ?? ''}`
}

const statusTexts = {
  Pending: 'In queue',
  'In progress': 'Updating',
  Done: 'Updated',
  Failed: 'Error',
  Timeout:
    'Timeout reached while waiting for the response from the agent, check the result manually on the agent for more information',
  Legacy: 'Legacy upgrade: check the result manually since the agent cannot report the result of the task',
}

function taskItem(task: Task, agent: string, nowSeconds: number): JsonObject {
  const { status, updated, error } = taskState(task, nowSeconds)
  return {
    message: 'Success',
    agent,
    task_id: task.id,
    node: task.node,
    module: 'upgrade_module',
    command: task.command,
    status: statusTexts[status],
    ...(error === undefined ? {} : { error_msg: error }),
    create_time: isoZ(task.created),
    ...(updated === undefined ? {} : { update_time: isoZ(updated) }),
  }
}
