/** `Ubuntu 24.04`; `null` when the manager knows neither name nor version. */
export function formatSystem(os: { name: string | null; version: string | null; platform: string | null }): string | null {
  const name = os.name ?? os.platform
  if (name === null) return os.version
  // "Microsoft " says nothing that "Windows" does not; the version of Windows is in its name already.
  const short = name.replace(/^Microsoft /, '')
  return os.version === null || /windows/i.test(name) ? short : `${short} ${os.version}`
}

/** `Wazuh v4.14.7` → `4.14.7`; what has another shape stays. */
export function formatAgentVersion(version: string): string {
  return /v(\d+(?:\.\d+)+\S*)$/.exec(version)?.[1] ?? version
}
