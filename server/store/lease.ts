import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
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

/**
 * A name for this start of the collector: `host:pid:start:place:random`. Host names and process ids repeat among containers, so only
 * the random part tells holders apart; the others tell whether one of the same machine still lives.
 */
export function newHolder(): string {
  return [hostname(), process.pid, startOf('self'), placeOfPids(), randomUUID()].join(':')
}

/** A lease of one file. A holder that is certainly dead is succeeded at once, any other after `LEASE_MS`. */
export function createLease(db: Sqlite, holder: string = newHolder()): Lease {
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

/** Whether it was an earlier thread of this process, or a process that we would see if it lived. */
function isGone(holder: string): boolean {
  const [, pid, start, place] = holder.split(':')
  if (!pid || !start || !place || place !== placeOfPids()) return false
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true
  }
  const now = startOf(pid)
  return now !== '' && now !== start
}

/** Where a process id means one process: this boot and this namespace of ids. Empty where that can't be told. */
function placeOfPids(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`
  } catch {
    return ''
  }
}

/** When a process began, in ticks since boot; empty when that can't be read. Source: proc(5), field 22 of stat. */
function startOf(pid: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function describe(holder: string): string {
  const [host, pid] = holder.split(':')
  return `process ${pid ?? '?'} on ${host ?? '?'}`
}
