import { type Config, DEMO_MANAGER_ID } from '#server/config.ts'
import type { Sqlite } from './sqlite.ts'

/**
 * Whether this store holds what these settings must not touch: the demo's invented agents when a real manager is configured,
 * or the other way round. @returns one line that says what to do, or `null`
 */
export function demoMix(db: Sqlite, { demo, databaseFile }: Pick<Config, 'demo' | 'databaseFile'>): string | null {
  const ids = db.all('SELECT id FROM Manager').map(([id]) => id)
  if (demo && ids.some((id) => id !== DEMO_MANAGER_ID)) {
    return `The database ${databaseFile} holds the agents of a real manager, but none is configured: set MANAGER_URL and its account, or set DATABASE_URL to another file for the demo.`
  }
  if (!demo && ids.includes(DEMO_MANAGER_ID)) {
    return `The database ${databaseFile} holds the demo’s agents: set DATABASE_URL to another file for the real manager.`
  }
  return null
}
