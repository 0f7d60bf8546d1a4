import type { PrismaClient } from '#prisma/generated/client/client.ts'

/**
 * Runs a statement that answers one JSON array as `data`, so that many rows cross the driver as one value.
 * @returns the parsed array; the statement is our own text, so the caller knows the shape it builds
 */
export async function jsonRows<T>(prisma: PrismaClient, sql: string, ...values: (string | number)[]): Promise<T[]> {
  const rows = await prisma.$queryRawUnsafe<{ data: string | null }[]>(sql, ...values)
  return JSON.parse(rows[0]?.data ?? '[]') as T[]
}
