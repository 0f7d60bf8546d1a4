import { rmSync, writeFileSync } from 'node:fs'
import type { StoreClient } from '#server/store/prisma.ts'

/** Makes a store unreadable for whoever opens it next, which these readers then have to. */
export async function ruinStore(file: string, readers: StoreClient): Promise<void> {
  await readers.$disconnect()
  for (const part of [`${file}-wal`, `${file}-shm`]) rmSync(part, { force: true })
  writeFileSync(file, 'no database '.repeat(1000))
}
