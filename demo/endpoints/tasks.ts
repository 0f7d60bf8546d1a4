import { isoZ } from '../agent/agent-stats.ts'
import { type Task, taskState } from '../agent/task-book.ts'
import type { TableFields } from '../query/table-fields.ts'
import { queryTable, type TableItem, type TableRow } from '../query/table-query.ts'
import { requireResourceless } from '../security/rbac.ts'
import { agentParameters } from '../spec/agent-parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'
import { jsonReply } from '../wire/reply.ts'
import { page } from './agent-list.ts'

const text = (column: string) => ({ column, affinity: 'text' }) as const
const integer = (column: string) => ({ column, affinity: 'integer' }) as const

const fields: TableFields = {
  task_id: integer('task_id'),
  agent_id: integer('agent_id'),
  node: text('node'),
  module: text('module'),
  command: text('command'),
  create_time: { ...integer('create_time'), isDate: true },
  last_update_time: { ...integer('last_update_time'), isDate: true },
  status: text('status'),
  error_message: text('error_message'),
}

/** Parameters that filter, with the field each is about, in the order of the manager's statement. */
const filterNames = [
  ['tasks_list', 'task_id'],
  ['agents_list', 'agent_id'],
  ['status', 'status'],
  ['module', 'module'],
  ['command', 'command'],
  ['node', 'node'],
] as const

/** `GET /tasks/status`. */
export const tasksStatus: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.tasks,
  handle(call) {
    const { demo, nowSeconds } = call
    requireResourceless(call.policies, demo.rbacMode, 'task:status')
    const select = listValue(call, 'select')
    const query = {
      ...page(call),
      ...(select === undefined ? {} : { select }),
      q: textValue(call, 'q') ?? '',
      filters: readFilters(call),
      distinct: false,
      always: ['task_id'],
    }
    const rows = demo.fleet.tasks.all().map((task) => taskRow(task, nowSeconds))
    const result = new ListResult({
      all: "All specified task's status were returned",
      some: 'Some status were not returned',
      none: 'No status was returned',
    })
    const { items, total } = queryTable(fields, rows, query, nowSeconds)
    result.items = items.map(printed)
    result.total = total
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

function readFilters(call: Call): Map<string, string | readonly string[]> {
  const filters = new Map<string, string | readonly string[]>()
  for (const [name, field] of filterNames) {
    const value = listValue(call, name) ?? textValue(call, name)
    if (value !== undefined) filters.set(field, value)
  }
  return filters
}

function taskRow(task: Task, nowSeconds: number): TableRow {
  const { status, updated, error } = taskState(task, nowSeconds)
  return {
    task_id: task.id,
    agent_id: task.agent,
    node: task.node,
    module: 'upgrade_module',
    command: task.command,
    create_time: task.created,
    last_update_time: updated ?? null,
    status,
    error_message: error ?? null,
  }
}

function printed(item: TableItem): JsonObject {
  const shown: Record<string, Json> = { ...item }
  for (const name of ['create_time', 'last_update_time']) {
    if (typeof item[name] === 'number') shown[name] = isoZ(item[name])
  }
  if (item.agent_id !== undefined) shown.agent_id = String(item.agent_id).padStart(3, '0')
  return shown
}
