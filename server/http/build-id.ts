import { readFileSync } from 'node:fs'
import path from 'node:path'

let id: string | undefined

/** Of the built pages that this process serves; it stays what it was at the first call, whatever is built meanwhile. */
export function buildId(): string {
  id ??= readBuildId(path.join(process.env['NEXT_DIST_DIR'] ?? '.next', 'BUILD_ID'))
  return id
}

/** There is none while developing. */
function readBuildId(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'development'
  }
}
