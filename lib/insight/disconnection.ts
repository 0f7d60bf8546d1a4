import { compareVersions, parseVersion } from '#lib/agent/version.ts'

/** Managers wait 15 minutes from this version on, before that 10, unless their configuration says otherwise. */
const LONGER_FROM = [4, 13]
const LONG_SECONDS = 900
const SHORT_SECONDS = 600

/** Seconds without a keep-alive after which a manager calls an agent disconnected, by its version; the longer ones when that is not known. */
export function disconnectionDelay(managerVersion: string | null): number {
  const parts = managerVersion === null ? null : parseVersion(managerVersion)
  return parts && compareVersions(parts, LONGER_FROM) < 0 ? SHORT_SECONDS : LONG_SECONDS
}
