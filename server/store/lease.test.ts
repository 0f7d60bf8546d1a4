import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLease, LEASE_MS, newHolder } from './lease.ts'
import { openTestStore } from './testing.ts'

const NOW = Date.UTC(2026, 10, 21)
let store: ReturnType<typeof openTestStore>
beforeEach(() => {
  store = openTestStore()
})
afterEach(() => store.remove())

const takenAfter = (holder: string, ms = 1_000) => {
  expect(createLease(store.db, holder).take(NOW)).toEqual({ other: null, continued: false })
  return createLease(store.db, newHolder()).take(NOW + ms)
}
/** Our own holder with other parts. */
function holderWith(parts: { pid?: number; start?: string; place?: string }): string {
  const [host, pid, start, place] = newHolder().split(':')
  return [host, parts.pid ?? pid, parts.start ?? start, parts.place ?? place, 'other'].join(':')
}

describe('a lease', () => {
  it('has another holder at every start', () => {
    expect(newHolder()).not.toBe(newHolder())
  })

  it('of another container with our host name and a process id that is none here is kept until it expires', () => {
    const other = holderWith({ pid: deadPid(), place: 'other-boot/1' })
    expect(other.startsWith(`${hostname()}:`)).toBe(true)
    expect(takenAfter(other).other).toMatch(/^process \d+ on /)
    expect(createLease(store.db, newHolder()).take(NOW + LEASE_MS)).toEqual({ other: null, continued: false })
  })

  it('of a container with our host name and our own process id is kept too', () => {
    expect(takenAfter(holderWith({ place: 'other-boot/1' })).other).not.toBeNull()
  })

  it('is not taken over by turns', () => {
    const [one, two] = [createLease(store.db, holderWith({ place: 'a/1' })), createLease(store.db, holderWith({ place: 'b/1' }))]
    for (let at = NOW; at < NOW + 5 * LEASE_MS; at += LEASE_MS / 3) {
      expect(one.take(at).other).toBeNull()
      expect(two.take(at + 1).other).not.toBeNull()
    }
  })
})

describe.runIf(process.platform === 'linux')('a lease of this machine', () => {
  it('is taken over at once when its process is gone', () => {
    expect(takenAfter(holderWith({ pid: deadPid() })).other).toBeNull()
  })

  it('is taken over at once when its process id belongs to a younger process', () => {
    expect(takenAfter(holderWith({ pid: process.ppid, start: '1' })).other).toBeNull()
  })

  it('is kept while its process lives', () => {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    expect(takenAfter(holderWith({ pid: process.ppid, start })).other).not.toBeNull()
  })

  it('is taken over at once from an earlier thread of the same process', () => {
    expect(takenAfter(newHolder()).other).toBeNull()
  })
})

/** Id of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}
