import { ManagerError } from '#server/manager/errors.ts'

/** What a pass can do without: the manager's refusals and failures read as `undefined`. */
export async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ManagerError) return undefined
    throw error
  }
}
