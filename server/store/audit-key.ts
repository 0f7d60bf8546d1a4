import { hkdfSync } from 'node:crypto'
import type { SecretKey } from '#server/config.ts'

/** What events are sealed with, so that writing the store is not enough to write a chain. `id` stands in what it sealed. */
export interface AuditKey {
  readonly id: string
  readonly bytes: Uint8Array
}

/** Of the keys in SECRET_KEY_FILE, in their order: the first seals, all of them check. They are good for nothing else. */
export function auditKeys(secrets: readonly SecretKey[]): readonly AuditKey[] {
  return secrets.map(({ id, bytes }) => ({
    id,
    bytes: new Uint8Array(hkdfSync('sha256', bytes, 'rollcall audit v1', `chain ${id}`, 32)),
  }))
}
