import { readerOf, type StoreClient } from './prisma.ts'

/**
 * Runs a statement that answers one JSON array as `data`, so that many rows cross the driver as one value.
 * @returns the parsed array; the statement is our own text, so the caller knows the shape it builds
 */
export async function jsonRows<T>(prisma: StoreClient, sql: string, ...values: (string | number)[]): Promise<T[]> {
  const [data] = readerOf(prisma).get(sql, ...values) ?? []
  return JSON.parse(typeof data === 'string' ? data : '[]') as T[]
}
