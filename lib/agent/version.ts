import { textSortKey } from './collate.ts'

/** Numeric parts of a version text such as `Wazuh v4.14.7`, `v4.9`, `4.10.0-rc1`; `null` when it holds none. */
export function parseVersion(text: string): readonly number[] | null {
  const match = /(\d+(?:\.\d+)*)/.exec(text)
  if (!match?.[1]) return null
  return match[1]
    .split('.')
    .slice(0, 6)
    .map((part) => Math.min(Number(part), Number.MAX_SAFE_INTEGER))
}

/** Negative when `a` is older, positive when newer, 0 when equal; missing parts count as 0, so `4.9` < `4.10` and `4.14` = `4.14.0`. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Sort key of a version text: by its numbers, equal versions alike however they are written; texts without a number follow, as text. */
export function versionSortKey(text: string): string {
  const parts = parseVersion(text)
  if (!parts) return `9${textSortKey(text)}`
  const significant = parts.slice(0, parts.findLastIndex((part) => part !== 0) + 1)
  return `0${significant.map((part) => String(part).padStart(16, '0')).join('.')}`
}

/** Whether an agent's version is older than its manager's; `null` when one of both can't be read. */
export function isOutdated(agentVersion: string | null, managerVersion: string | null): boolean | null {
  const agent = agentVersion === null ? null : parseVersion(agentVersion)
  const manager = managerVersion === null ? null : parseVersion(managerVersion)
  return agent && manager ? compareVersions(agent, manager) < 0 : null
}
