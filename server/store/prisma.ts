import { PrismaLibSql } from '@prisma/adapter-libsql'
import { PrismaClient } from '#prisma/generated/client/client.ts'
import { openReader, type Reader } from './reader.ts'

/** How long a statement may wait for a lock. The driver is synchronous: a longer wait would stop every page meanwhile. */
const LOCK_WAIT_MS = 25

/** The store as readers hold it; rooms other than this one know only this name. */
export type StoreClient = PrismaClient

// Next bundles boot code and routes apart; only globalThis is one for both.
const home = globalThis as typeof globalThis & { rollcallReaders?: WeakMap<PrismaClient, Reader> }
home.rollcallReaders ??= new WeakMap()
const readers = home.rollcallReaders

/**
 * Opens the store for the process that serves pages, to read: after a write that met a lock this adapter keeps its transaction
 * open, so writes go through `sqlite.ts` (docs/decisions/0006).
 * @param databaseFile path of the SQLite file, which must have been migrated
 */
export function openPrisma(databaseFile: string): StoreClient {
  const client = new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${databaseFile}`, timeout: LOCK_WAIT_MS }) })
  const reader = openReader(databaseFile, LOCK_WAIT_MS)
  readers.set(client, reader)
  const disconnect = client.$disconnect.bind(client)
  client.$disconnect = async () => {
    reader.close()
    await disconnect()
  }
  return client
}

/** The plain connection beside a client of `openPrisma`, for our own statements (docs/decisions/0009). */
export function readerOf(client: StoreClient): Reader {
  const reader = readers.get(client)
  if (!reader) throw new Error('this client was not opened by openPrisma')
  return reader
}
