import { parameters } from '../spec/parameters.ts'
import { readingParameters } from '../spec/reading-parameters.ts'
import { type Call, type Endpoint, listValue, textValue } from '../wire/call.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { pageQuery, replyAgents } from './agent-list.ts'

/** Parameters that filter by one field each. */
const filterNames = [
  'status',
  'os.platform',
  'os.version',
  'os.name',
  'manager',
  'version',
  'group',
  'node_name',
  'name',
  'ip',
  'registerIP',
  'group_config_status',
]

/** `GET /agents`. */
export const agents: Endpoint = {
  auth: 'bearer',
  parameters: parameters.agents,
  handle(call) {
    const olderThan = textValue(call, 'older_than')
    const query = { ...pageQuery(call), filters: readFilters(call), ...(olderThan === undefined ? {} : { olderThan }) }
    return replyAgents(call, query, listValue(call, 'agents_list'))
  },
}

/** `GET /agents/no_group`: whatever else is asked for stands behind the conditions without brackets, as in the manager. */
export const agentsWithoutGroup: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.noGroup,
  handle(call) {
    const query = pageQuery(call)
    return replyAgents(call, { ...query, q: `id!=000;group=null${query.q === '' ? '' : `;${query.q}`}` })
  },
}

/** `GET /agents/outdated`: agents whose version is another than the manager's, newer ones too. */
export const agentsOutdated: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.outdated,
  handle(call) {
    const query = pageQuery(call)
    const q = `version!=${managerVersion(call)}${query.q === '' ? '' : `;(${query.q})`}`
    return replyAgents(call, { ...query, q, versionsAsTexts: true })
  },
}

/** @throws ManagerError 1701 in a fleet without agent 000 */
function managerVersion(call: Call): string {
  const { fleet } = call.demo
  const row = fleet.rowOf(0)
  if (row === undefined) throw new ManagerError(1701, undefined, 'missing')
  return String(fleet.columns().version.read(row) ?? 'None')
}

/** Filter parameters that were sent. */
function readFilters(call: Call): Map<string, string | readonly string[]> {
  const filters = new Map<string, string | readonly string[]>()
  for (const name of filterNames) {
    const value = call.values.get(name)
    if (typeof value === 'string') filters.set(name, name === 'version' ? fullVersion(value) : value)
    else if (typeof value === 'object') filters.set(name, value)
  }
  return filters
}

/** `4.14.7`, `v4.14.7` and `wazuh 4.14.7` all mean the text the table holds. */
export function fullVersion(text: string): string {
  if (/^v?\d+\.\d+\.\d+\n?$/i.test(text)) return `wazuh ${text.includes('v') ? '' : 'v'}${text}`
  return /^wazuh \d+\.\d+\.\d+\n?$/i.test(text) ? text.replaceAll(' ', ' v') : text
}
