import { hostname } from 'node:os'
import type { Sqlite } from './sqlite.ts'
import { SQL } from './writer-sql.ts'

/** How long a lease lasts without being renewed; it is renewed three times in that time. */
export const LEASE_MS = 30_000
const NAME = 'collector'

/** The right to collect into one file, held by one process at a time. */
export interface Lease {
  readonly holder: string
  /** Takes or renews the lease. @returns who holds it instead, in words; `continued` is false when another one may have written since */
  take(now: number): { other: string | null; continued: boolean }
  /** @throws `LeaseLost` when another one holds it; call inside every transaction that writes. */
  check(): void
  release(): void
}

/** Another process took over while this one was paused; nothing more may be written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** This process, in a form that tells others on the same host whether it still lives. */
export const processHolder = `${hostname()}:${process.pid}:${Math.round(performance.timeOrigin)}`

/** A lease of one file. A holder of the same host whose process is gone is succeeded at once, any other after `LEASE_MS`. */
export function createLease(db: Sqlite, holder: string = processHolder): Lease {
  const current = () => {
    const row = db.get(SQL.readLease, NAME)
    return row ? { holder: String(row[0]), expiresAt: Number(row[1]) } : null
  }
  return {
    holder,
    take(now) {
      return db.transaction(() => {
        const other = current()
        const free =
          !other ||
          other.holder === holder ||
          other.expiresAt <= now ||
          other.expiresAt > now + 2 * LEASE_MS ||
          isGone(other.holder)
        if (!free) return { other: describe(other.holder), continued: false }
        db.run(SQL.takeLease, NAME, holder, now + LEASE_MS)
        return { other: null, continued: other?.holder === holder }
      })
    },
    check() {
      if (current()?.holder !== holder) throw new LeaseLost('Another process collects into this database now.')
    },
    release() {
      db.run(SQL.dropLease, NAME, holder)
    },
  }
}

function isGone(holder: string): boolean {
  const [host, pid] = holder.split(':')
  if (host !== hostname() || !Number.isInteger(Number(pid)) || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

function describe(holder: string): string {
  const [host, pid] = holder.split(':')
  return `process ${pid ?? '?'} on ${host ?? '?'}`
}
