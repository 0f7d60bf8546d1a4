import { compareVersions } from '#lib/agent/version.ts'

/** The fields of an agent that we store, with the first API version that has them and the first that lacks them again. */
const STORED_FIELDS: readonly { name: string; from?: readonly number[]; gone?: readonly number[] }[] = [
  { name: 'id' },
  { name: 'name' },
  { name: 'ip' },
  { name: 'registerIP' },
  { name: 'status' },
  { name: 'status_code', from: [4, 7] },
  { name: 'group' },
  { name: 'group_config_status', from: [4, 4], gone: [5] },
  { name: 'os.name' },
  { name: 'os.version' },
  { name: 'os.platform' },
  { name: 'os.arch' },
  { name: 'version' },
  { name: 'node_name', gone: [5] },
  { name: 'manager', gone: [5] },
  { name: 'dateAdd' },
  { name: 'lastKeepAlive' },
  { name: 'disconnection_time', from: [4, 3] },
  { name: 'mergedSum', gone: [5] },
  { name: 'configSum', gone: [5] },
]

/**
 * Which agents a page holds: every one, those that are not both active and in sync, or at most `IDS_MAX` by their ids, of which
 * unknown ones are left out without an error. Agent 000 is never among them.
 */
export type AgentKind = 'all' | 'notOk' | { readonly ids: readonly number[] }

/** Keeps the request line below the 8,190 bytes that the manager reads. */
export const IDS_MAX = 400

/** The stored fields that an API version knows; to select another one is an error there. */
export function agentFields(version: readonly number[]): string[] {
  return STORED_FIELDS.filter(
    ({ from, gone }) =>
      (from === undefined || compareVersions(version, from) >= 0) && (gone === undefined || compareVersions(version, gone) < 0),
  ).map(({ name }) => name)
}

/** Path of one page of agents by rising id. Only numbers go into the fixed filter. `sort` takes no sign: a bare `+` is a space. */
export function agentsPath(
  version: readonly number[],
  { kind, afterId, limit }: { kind: AgentKind; afterId: number; limit: number },
): string {
  const fields = agentFields(version)
  const q = `${condition(kind, fields)}id>${Math.trunc(afterId)};id!=000`
  return pathOf('/agents', { q, sort: 'id', limit: String(Math.trunc(limit)), select: fields.join(',') })
}

function condition(kind: AgentKind, fields: readonly string[]): string {
  if (kind === 'all') return ''
  if (typeof kind === 'object')
    return `(${kind.ids
      .slice(0, IDS_MAX)
      .map((id) => `id=${Math.trunc(id)}`)
      .join(',')});`
  return fields.includes('group_config_status') ? '(status!=active,group_config_status=not synced);' : 'status!=active;'
}

/** A path with its query; spaces become `%20`. */
export function pathOf(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${path}?${pairs.join('&')}`
}
