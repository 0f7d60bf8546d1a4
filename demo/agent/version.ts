/** Whether one version (`Wazuh v4.1.5`, `v4.1.5`, `4.1.5`) is lower than another. */
export function isOlder(version: string, than: string): boolean {
  return compareVersions(version, than) < 0
}

/** The order of two versions by their numbers; a text without any counts as 0.0.0. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [numbersOf(a), numbersOf(b)]
  for (let i = 0; i < 3; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): number[] {
  return (/(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
}
