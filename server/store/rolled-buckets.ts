import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Bucket } from '#lib/insight/bucket.ts'
import { jsonRows } from './json-rows.ts'
import { BUCKET_COLUMNS, toBucket } from './pass-facts.ts'
import type { StoreClient } from './prisma.ts'
import { type BucketSize, SIZE_MS } from './rollups-writer.ts'
import type { SqlValue } from './sqlite.ts'

/** Rows with their changes that are read at once: some milliseconds of the page thread. */
const SLICE = 25
/** Of one size of one manager: more than are ever kept in the store. */
const ENTRIES_MAX = 3_000
/** Net changes of a year at a hundred thousand agents take 5 MB. */
const BYTES_MAX = 32_000_000

type Cells = readonly SqlValue[]

interface Entry {
  /** All that the store says of the bucket but its changes; while that stays, the changes do, as passes bring both. */
  readonly cells: Cells
  readonly bucket: Bucket
  /** Net changes, once they were asked for; `null` where they could not be packed. */
  packed: Uint32Array | null | undefined
}

/**
 * Roll-ups as they were read last. What is over hardly ever changes, and taking a year of it apart costs far more than looking whether it
 * is still the same.
 */
export class RolledBuckets {
  readonly #prisma: StoreClient
  readonly #known = new Map<string, Map<number, Entry>>()
  #bytes = 0

  constructor(prisma: StoreClient) {
    this.#prisma = prisma
  }

  /** Buckets that begin from `from` up to `to`, in order. */
  async buckets(managerId: string, size: BucketSize, from: number, to: number): Promise<Bucket[]> {
    return (await this.#entries(managerId, size, from, to)).map(({ bucket }) => bucket)
  }

  /** Their net changes, the newest first; `null` where they could not be packed. */
  async *netChanges(
    managerId: string,
    size: BucketSize,
    from: number,
    to: number,
  ): AsyncGenerator<{ at: number; packed: Uint32Array | null }> {
    const entries = (await this.#entries(managerId, size, from, to)).reverse()
    let read = new Map<number, Uint32Array | null>()
    for (const [i, { bucket, packed }] of entries.entries()) {
      const { at } = bucket
      if (packed === undefined && !read.has(at)) {
        if (i > 0) await nextTurn()
        read = await this.#read(managerId, size, entries.slice(i, i + SLICE))
      }
      yield { at, packed: packed === undefined ? (read.get(at) ?? null) : packed }
    }
  }

  /** @param entries newest first; kept with them as far as there is room, and they are what the store still says */
  async #read(managerId: string, size: BucketSize, entries: readonly Entry[]): Promise<Map<number, Uint32Array | null>> {
    const [newest, oldest] = [entries[0]?.bucket.at ?? 0, entries[entries.length - 1]?.bucket.at ?? 0]
    const rows = await jsonRows<SqlValue[]>(this.#prisma, CHANGES, managerId, size, oldest, newest)
    const read = new Map<number, Uint32Array | null>()
    for (const row of rows) {
      const changes = row.pop()
      const packed = typeof changes === 'string' ? unpack(changes) : null
      read.set(Number(row[0]), packed)
      const entry = entries.find(({ bucket }) => bucket.at === row[0])
      if (!entry || entry.packed !== undefined || !isSame(entry.cells, row)) continue
      if (this.#bytes + bytesOf(packed) > BYTES_MAX) continue
      entry.packed = packed
      this.#bytes += bytesOf(packed)
    }
    return read
  }

  async #entries(managerId: string, size: BucketSize, from: number, to: number): Promise<Entry[]> {
    const rows = await jsonRows<SqlValue[]>(this.#prisma, BUCKETS, managerId, size, from, to)
    const known = this.#knownOf(managerId, size)
    return rows.map((cells) => {
      const at = Number(cells[0])
      const old = known.get(at)
      if (old && isSame(old.cells, cells)) return old
      this.#forget(old)
      const entry: Entry = { cells, bucket: toBucket(cells, SIZE_MS[size]), packed: undefined }
      known.set(at, entry)
      return entry
    })
  }

  #knownOf(managerId: string, size: BucketSize): Map<number, Entry> {
    const key = `${size} ${managerId}`
    const known = this.#known.get(key) ?? new Map<number, Entry>()
    if (known.size > ENTRIES_MAX) {
      for (const entry of known.values()) this.#forget(entry)
      known.clear()
    }
    this.#known.set(key, known)
    return known
  }

  #forget(entry: Entry | undefined): void {
    if (entry) this.#bytes -= bytesOf(entry.packed)
    if (entry) entry.packed = undefined
  }
}

function isSame(one: Cells, other: Cells): boolean {
  return one.every((cell, i) => cell === other[i])
}

function bytesOf(packed: Uint32Array | null | undefined): number {
  return packed?.byteLength ?? 0
}

function unpack(base64: string): Uint32Array {
  const bytes = Buffer.from(base64, 'base64')
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

const list = (
  columns: string,
  upTo: '<' | '<=',
) => `SELECT json_group_array(json_array(${columns})) AS data FROM (SELECT ${columns}
  FROM RollUp WHERE managerId = ? AND size = ? AND "at" >= ? AND "at" ${upTo} ? ORDER BY "at")`
const BUCKETS = list(BUCKET_COLUMNS, '<')
const CHANGES = list(`${BUCKET_COLUMNS}, changes`, '<=')
