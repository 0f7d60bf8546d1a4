import { createHash } from 'node:crypto'

/** What the store tells endpoints of one id apart by, without saying how many there are. @param dateAdd in epoch milliseconds */
export function endpointToken({ name, dateAdd }: { readonly name: string; readonly dateAdd: number | null }): string {
  return createHash('sha256')
    .update(JSON.stringify([name, dateAdd]))
    .digest('base64url')
    .slice(0, 22)
}
