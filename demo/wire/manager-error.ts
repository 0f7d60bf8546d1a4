const docs = 'https://documentation.wazuh.com/4.14'

/** Message and remediation of every error number the demo can answer with. */
const catalogue: Record<number, { message: string; remediation?: string }> = {
  1015: { message: 'Agent version is null. Was the agent ever connected?' },
  1017: { message: 'Some Wazuh daemons are not ready yet' },
  1116: {
    message: 'Requested component configuration does not exist',
    remediation: `Please, visit the official documentation (${docs}/user-manual/api/reference.html#operation/api.controllers.agents_controller.get_agent_config) to check available component configurations`,
  },
  1117: { message: 'Unable to connect with component. The component might be disabled.' },
  1121: {
    message: 'Error connecting with socket',
    remediation: 'Please ensure the selected module is running and properly configured',
  },
  1128: { message: 'Invalid configuration for the given component' },
  1310: { message: 'Invalid agent ID', remediation: 'This component only exists in real agents' },
  1403: { message: 'Not a valid sort field', remediation: 'Please, use only allowed sort fields' },
  1407: { message: 'Query does not match expected format' },
  1408: { message: 'Field does not exist' },
  1409: { message: 'Invalid query operator' },
  1411: { message: 'TimeFrame is not valid' },
  1412: { message: 'Date filter not valid. Valid formats are YYYY-MM-DD HH:mm:ss, YYYY-MM-DDTHH:mm:ssZ or YYYY-MM-DD' },
  1701: { message: 'Agent does not exist', remediation: 'Please, use `GET /agents?select=id,name` to find all available agents' },
  1703: {
    message: 'Action not available for Manager (agent 000)',
    remediation:
      'Please, use `GET /agents?select=id,name` to find all available agents and make sure you select an agent other than 000',
  },
  1705: { message: 'There is an agent with the same name', remediation: 'Please choose another name' },
  1706: { message: 'There is an agent with the same IP or the IP is invalid', remediation: 'Please choose another IP' },
  1707: {
    message: 'Cannot send request, agent is not active',
    remediation: `Please, check non-active agents connection and try again. Visit ${docs}/user-manual/registering/index.html and ${docs}/user-manual/agents/agent-connection.html to obtain more information on registering and connecting agents`,
  },
  1708: { message: 'There is an agent with the same ID', remediation: 'Please choose another ID' },
  1710: { message: 'The group does not exist', remediation: 'Please, use `GET /agents/groups` to find all available groups' },
  1711: { message: 'The group already exists', remediation: 'Please, use another group ID' },
  1712: {
    message: 'Default group is not deletable',
    remediation: `Please, visit the official documentation (${docs}/user-manual/agents/grouping-agents.html)to get more information`,
  },
  1713: {
    message: 'Invalid group ID. Some IDs are restricted for internal purposes',
    remediation: 'Please, use another group ID',
  },
  1722: {
    message: 'Incorrect format for group_id',
    remediation: 'Characters supported  a-z, A-Z, 0-9, ., _ and -. Max length is 255',
  },
  1724: { message: 'Not a valid select field', remediation: 'Please, use only allowed select fields' },
  1730: {
    message: 'Node does not exist',
    remediation: `Make sure the name is correct and that the node is up. You can check it using \`cluster_control -l\` (${docs}/user-manual/reference/tools/cluster_control.html#get-connected-nodes)`,
  },
  1731: {
    message: 'Agent is not eligible for the action to be performed',
    remediation: 'Please, make sure the agent meets the requirements.',
  },
  1734: {
    message: 'Error removing agent from group',
    remediation: `Agent does not belong to specified group, to assign the agent to a group follow: ${docs}/user-manual/agents/grouping-agents.html`,
  },
  1735: {
    message: 'Agent version is not compatible with this feature',
    remediation: 'Please update the agent, in case the problem persists contact us at: https://github.com/wazuh/wazuh/issues',
  },
  1737: {
    message: 'Maximum number of groups per multigroup is 128',
    remediation: 'Please choose another group or remove an agent from the target group',
  },
  1738: { message: 'Agent name is too long', remediation: 'Max length allowed for agent name is 128' },
  1740: {
    message: 'Action only available for active agents',
    remediation: 'Please activate the agent to synchronize it',
  },
  1745: { message: "Agent only belongs to 'default' and it cannot be unassigned from this group." },
  1751: {
    message: 'Could not assign agent to group',
    remediation: 'Agent already belongs to specified group, please select another agent',
  },
  1752: { message: 'Could not force single group for the agent' },
  1813: { message: 'No task in DB' },
  1816: { message: 'Agent information not found in database' },
  1819: { message: 'The WPK for this platform is not available' },
  1820: { message: 'Upgrade procedure could not start. Agent already upgrading' },
  1821: { message: 'Remote upgrade is not available for this agent version' },
  1822: { message: 'Current agent version is greater or equal' },
  1823: { message: 'Upgrading an agent to a version higher than the manager requires the force flag' },
  2003: { message: 'Error in wazuhdb request', remediation: 'Make sure the request is correct' },
  2007: { message: 'Error retrieving data from Wazuh DB' },
  3013: {
    message: 'Cluster is not running, it might be disabled in `WAZUH_HOME/etc/ossec.conf`',
    remediation: `Please, visit the official documentation (${docs}/user-manual/configuring-cluster/index.html) to get more information about how to configure a cluster`,
  },
  3021: { message: 'Timeout executing API request' },
  3036: { message: "JSON couldn't be loaded" },
  4000: {
    message: 'Permission denied',
    remediation: `Please, make sure you have permissions to execute the current request. For more information on how to set up permissions, please visit ${docs}/user-manual/api/rbac/configuration.html`,
  },
  6001: {
    message: 'Maximum number of requests per minute reached',
    remediation: `This limit can be changed in api.yaml file. More information here: ${docs}/user-manual/api/configuration.html#configuration-file`,
  },
  6002: { message: 'The body type is not the one specified in the content-type' },
  6004: {
    message: 'The current user does not have authentication enabled through authorization context',
    remediation: `You can enable it using the following endpoint: ${docs}/user-manual/api/reference.html#operation/api.controllers.security_controller.edit_run_as`,
  },
}

/** What decides the HTTP status and title of an error that ends the whole call. */
export type ErrorClass = 'client' | 'missing' | 'permission' | 'unacceptable' | 'internal'

/** An error of the manager's own functions, by its number. */
export class ManagerError extends Error {
  readonly code: number
  readonly errorClass: ErrorClass
  readonly remediation: string | undefined

  /** @param extra is put behind the catalogue's text after `": "`; `hint` likewise behind the remediation. */
  constructor(code: number, extra?: string, errorClass: ErrorClass = 'client', hint?: string) {
    const entry = catalogue[code] ?? { message: 'Wazuh Internal Error' }
    super(extra === undefined ? entry.message : `${entry.message}${code === 1017 ? ' ' : ': '}${extra}`)
    this.code = code
    this.errorClass = errorClass
    this.remediation = hint === undefined ? entry.remediation : `${entry.remediation ?? ''}: ${hint}`
  }
}

/** An error of the border (routing, token, validation): a title and a detail, no number unless given. */
export class BorderError extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly extra: { remediation?: string; error?: number }

  constructor(status: number, title: string, detail: string, extra: { remediation?: string; error?: number } = {}) {
    super(detail)
    this.status = status
    this.title = title
    this.detail = detail
    this.extra = extra
  }
}

/** The 429 answer of the global request limit. */
export function tooManyRequests(): BorderError {
  const entry = new ManagerError(6001)
  return new BorderError(429, 'Too Many Requests', entry.message, {
    ...(entry.remediation === undefined ? {} : { remediation: entry.remediation }),
    error: 6001,
  })
}

/** The 413 answer to a context of `run_as` that is too large. */
export function authContextTooLarge(): BorderError {
  const detail = 'Auth context payload exceeds the maximum allowed size of 8192 bytes.'
  return new BorderError(413, 'Request Entity Too Large', detail, { error: 413 })
}

/** The 403 answer while an address is blocked after too many failed sign-ins. */
export function loginBlocked(): BorderError {
  return new BorderError(
    403,
    'Permission Denied',
    'Limit of login attempts reached. The current IP has been blocked due to a high number of login attempts',
    { error: 6000 },
  )
}

/** The 400 answer to a body that nests too deep to be read. */
export function nestedTooDeep(): BorderError {
  const detail = 'The JSON structure of the request exceeds the maximum nesting depth allowed by the API.'
  return new BorderError(400, 'Maximum recursion depth exceeded.', detail)
}
