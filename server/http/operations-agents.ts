import { agentAt } from '#lib/contract/agent-at.ts'
import { agentHistory } from '#lib/contract/agent-history.ts'
import { agentInventory, agentInventoryList } from '#lib/contract/agent-inventory.ts'
import { agentCollection, agentConfig, agentLive } from '#lib/contract/agent-live.ts'
import { agentSync } from '#lib/contract/agent-sync.ts'
import { agentDetail, agentsPage, queryCounts, strips, suggestions } from '#lib/contract/agents.ts'
import { annotationChange, annotations, newNote, noteChange } from '#lib/contract/annotations.ts'
import { breakdowns } from '#lib/contract/breakdowns.ts'
import { enrolmentChange, enrolments } from '#lib/contract/enrolments.ts'
import { changesPage, eventsReport } from '#lib/contract/events.ts'
import { evolution } from '#lib/contract/evolution.ts'
import { endMark, markResult, newMark } from '#lib/contract/marks.ts'
import { resolved } from '#lib/contract/resolve.ts'
import { summary } from '#lib/contract/sync.ts'
import { named, type Operation } from './operation.ts'

const Q = 'A query of the query language; left out, every agent in scope.'

/** What tells of agents. */
export const AGENT_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'GET', path: '/api/agents', access: 'agents' },
    summary: 'Agents in scope that match, a page at a time.',
    query: {
      q: Q,
      sort: 'Fields with commas between, `-` before those that fall.',
      limit: 'Rows of the page, 1 to 500.',
      after: 'Cursor of the page before.',
      before: 'Cursor of the page after; `end` for the last page.',
      at: 'Place of the first row, instead of a cursor.',
    },
    answer: { status: 200, schema: named({ agentsPage }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}', access: 'agents' },
    summary: 'One agent with its newest change of status and its newest changes of all fields.',
    query: { transitions: 'How many changes, 0 to 200; 20 when left out. `/history` has all of them.' },
    answer: { status: 200, schema: named({ agentDetail }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/at', access: 'agents' },
    summary: 'How the endpoint that had this id then stood at a moment.',
    query: { 'at!': 'The moment: ISO 8601, or epoch milliseconds.' },
    answer: { status: 200, schema: named({ agentAt }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/history', access: 'agents' },
    summary: 'What an endpoint was over a range: strip, availability, gaps, and every change page by page.',
    query: {
      range: '`24h`, `7d`, `30d` or `1y`, up to now or to its removal; 24 hours when left out.',
      of: 'A moment: the endpoint that had the id then, instead of the present one.',
      limit: 'Changes of the page, 1 to 500.',
      after: 'Cursor of the page before.',
    },
    answer: { status: 200, schema: named({ agentHistory }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/live', access: 'agents' },
    summary: 'What an agent says of itself and what its manager has counted, asked now with the person’s own token; or why not.',
    answer: { status: 200, schema: named({ agentLive }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/collection', access: 'agents' },
    summary: 'What an agent has collected of its logs, asked now; or why that is not known.',
    answer: { status: 200, schema: named({ agentCollection }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/config/{component}/{configuration}', access: 'agents' },
    summary:
      'One section of the configuration that an agent has loaded, without what looks like a secret; or why that is not known.',
    answer: { status: 200, schema: named({ agentConfig }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/inventory', access: 'agents' },
    summary: 'What an agent last reported of its machine; or why that is not known.',
    answer: { status: 200, schema: named({ agentInventory }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/inventory/{list}', access: 'agents' },
    summary: 'Open ports, packages or processes, as an agent last reported them; or why that is not known.',
    answer: { status: 200, schema: named({ agentInventoryList }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/annotations', access: 'agents' },
    summary: 'What people wrote of an endpoint: alias, tags and notes.',
    answer: { status: 200, schema: named({ annotations }) },
  },
  {
    ...{ method: 'PUT', path: '/api/agents/{manager}/{id}/annotations', access: 'agents' },
    summary: 'Set alias and tags.',
    body: named({ annotationChange }),
    answer: { status: 200, schema: named({ annotations }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/enrolments', access: 'agents' },
    summary: 'Under which ids the same endpoint was enrolled before and after, and what speaks for it.',
    query: { at: 'A moment at which the endpoint had the id; left out, now.' },
    answer: { status: 200, schema: named({ enrolments }) },
  },
  {
    ...{ method: 'PUT', path: '/api/agents/{manager}/{id}/enrolments', access: 'agents' },
    summary: 'Say that two enrolments are two endpoints, or take that back.',
    body: named({ enrolmentChange }),
    answer: { status: 200, schema: named({ enrolments }) },
  },
  {
    ...{ method: 'POST', path: '/api/agents/{manager}/{id}/notes', access: 'agents' },
    summary: 'Add a note.',
    body: named({ newNote }),
    answer: { status: 201, schema: named({ annotations }) },
  },
  {
    ...{ method: 'PATCH', path: '/api/agents/{manager}/{id}/notes/{note}', access: 'agents' },
    summary: 'Change a note of one’s own.',
    body: named({ noteChange }),
    answer: { status: 200, schema: named({ annotations }) },
  },
  {
    ...{ method: 'DELETE', path: '/api/agents/{manager}/{id}/notes/{note}', access: 'agents' },
    summary: 'Remove a note of one’s own; administrators may remove any.',
    query: { 'version!': 'The version that is meant.' },
    answer: { status: 200, schema: named({ annotations }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/{manager}/{id}/sync', access: 'agents' },
    summary: 'Whether an agent holds the configuration of its groups, and what speaks for it.',
    answer: { status: 200, schema: named({ agentSync }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/counts', access: 'agents' },
    summary: 'How many agents in scope match each of up to 16 queries.',
    query: { q: 'A query; may be given several times.' },
    answer: { status: 200, schema: named({ queryCounts }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/export', access: 'agents' },
    summary: 'All agents in scope that match, as a file. Two at once for each person; more are answered 429.',
    query: { q: Q, sort: 'As for the list.', cols: 'Columns with commas between.', format: '`csv` or `jsonl`.' },
    answer: { status: 200, type: 'text/csv' },
  },
  {
    ...{ method: 'GET', path: '/api/agents/strips', access: 'agents' },
    summary: 'The last 24 hours of some agents in quarters of an hour.',
    query: { agents: '`manager/id` with commas between.' },
    answer: { status: 200, schema: named({ strips }) },
  },
  {
    ...{ method: 'GET', path: '/api/agents/suggest', access: 'agents' },
    summary: 'Values of a field within the scope, the most fitting first.',
    query: { 'field!': 'A field of the query language.', text: 'What the values are to hold.', q: Q },
    answer: { status: 200, schema: named({ suggestions }) },
  },
  {
    ...{ method: 'GET', path: '/api/breakdowns', access: 'agents' },
    summary: 'The agents that match, by what they have.',
    query: { q: Q },
    answer: { status: 200, schema: named({ breakdowns }) },
  },
  {
    ...{ method: 'GET', path: '/api/changes', access: 'agents' },
    summary: 'What changed around a moment.',
    query: {
      'at!': 'The moment.',
      window: 'Seconds before and after it.',
      field: 'Only changes of this field.',
      limit: 'Changes of the page.',
      after: 'Cursor of the page before.',
    },
    answer: { status: 200, schema: named({ changesPage }) },
  },
  {
    ...{ method: 'GET', path: '/api/events', access: 'agents' },
    summary: 'Mass events of the last 24 hours, and whether all is well.',
    answer: { status: 200, schema: named({ eventsReport }) },
  },
  {
    ...{ method: 'GET', path: '/api/evolution', access: 'agents' },
    summary: 'Counts by status over time, with the gaps in which nobody looked.',
    query: {
      from: 'A time, or a length such as `24h` up to `to`.',
      to: 'A time; left out, now.',
      q: 'Checked, but not followed.',
    },
    answer: { status: 200, schema: named({ evolution }) },
  },
  {
    ...{ method: 'GET', path: '/api/summary', access: 'agents' },
    summary: 'Counts of the agents that match, by status and by sync.',
    query: { q: Q },
    answer: { status: 200, schema: named({ summary }) },
  },
  {
    ...{ method: 'POST', path: '/api/resolve', access: 'agents' },
    summary: 'Which endpoint an alert means. 60 a minute for each person.',
    body: 'any',
    answer: { status: 200, schema: named({ resolved }) },
  },
  {
    ...{ method: 'POST', path: '/api/marks', access: 'agents' },
    summary: 'Say of endpoints that they are expected to be down.',
    body: named({ newMark }),
    answer: { status: 200, schema: named({ markResult }) },
  },
  {
    ...{ method: 'POST', path: '/api/marks/end', access: 'agents' },
    summary: 'Say of endpoints that they are not expected to be down any more.',
    body: named({ endMark }),
    answer: { status: 200, schema: named({ markResult }) },
  },
]
