import type { AgentCommands } from '#lib/agent/product-names.ts'
import { STATUS_META, SYNC_META, statusReason } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { formatAgentVersion, formatSystem } from './os.ts'
import { COPY_TEXT } from './text-copy.ts'
import { formatDateTime } from './time.ts'

export interface CopyChoice {
  readonly label: string
  readonly text: string
  /** What to know before using it. */
  readonly hint?: string
}

interface About {
  readonly agent: AgentItem
  readonly commands: AgentCommands
  readonly managerName: string
  /** Address of the page. */
  readonly link: string
  readonly asOf: string | null
}

/** What can be said of one agent in other places: to the API, at the manager, on the endpoint, in a ticket. Holds no secret. */
export function copyChoices(about: About): CopyChoice[] {
  const { commands, link } = about
  const { labels, hints } = COPY_TEXT
  return [
    { label: labels.link, text: link },
    { label: labels.markdown, text: ticketMarkdown(about), hint: hints.markdown },
    { label: labels.control, text: commands.control, hint: hints.control },
    ...(commands.sync === null ? [] : [{ label: labels.sync, text: commands.sync, hint: hints.control }]),
    { label: labels.curl, text: commands.curl, hint: hints.curl(commands.tokenVariable, commands.apiVariable) },
    { label: labels.apiPath, text: commands.apiPath },
    { label: labels.service, text: commands.service, hint: hints.endpoint },
    { label: labels.state, text: commands.state, hint: hints.endpoint },
  ]
}

/** A few lines for a ticket. Times in UTC, as its readers may be anywhere. */
function ticketMarkdown({ agent, managerName, link, asOf }: About): string {
  const { rows } = COPY_TEXT
  const time = (at: string | null) => (at === null ? null : `${formatDateTime(at, 'UTC')} UTC`)
  const reason =
    agent.status === 'active' || agent.statusCode === null || agent.statusCode === 0 ? null : statusReason(agent.statusCode)
  const since = time(agent.statusSince)
  const status = [STATUS_META[agent.status].label, since && `${sinceWord(agent)} ${since}`, reason && `(${reason.toLowerCase()})`]
  const expected = [
    agent.expectedReason,
    agent.expectedUntil && `${COPY_TEXT.until} ${time(agent.expectedUntil)}`,
    agent.expectedBy,
  ]
  const lines: [string, string | null][] = [
    [rows.status, status.filter((part) => part !== null).join(' ')],
    ...(agent.expected ? [[rows.expected, expected.filter((part) => part !== null).join(', ')] satisfies [string, string]] : []),
    [rows.lastKeepAlive, time(agent.lastKeepAlive)],
    [rows.sync, SYNC_META[agent.groupConfigStatus].label],
    [rows.address, agent.ip],
    [rows.system, formatSystem(agent.os)],
    [rows.version, agent.version === null ? null : formatAgentVersion(agent.version)],
    [rows.groups, agent.groups.length === 0 ? null : agent.groups.join(', ')],
    [rows.asOf, time(asOf)],
  ]
  return [
    `**${plain(agent.name)}** (${rows.agent} ${agent.id}, ${plain(managerName)})`,
    '',
    '| | |',
    '|---|---|',
    ...lines.map(([name, value]) => `| ${name} | ${value === null ? '–' : plain(value)} |`),
    '',
    `<${link}>`,
    '',
  ].join('\n')
}

function sinceWord({ statusSincePrecision }: AgentItem): string {
  return statusSincePrecision === 'at_least' ? COPY_TEXT.atLeastSince : COPY_TEXT.since
}

/** Text that no Markdown turns into anything else; names come from the endpoints themselves. */
function plain(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').replaceAll(/[\\`*_{}[\]<>#|~!@]/g, '\\$&')
}
