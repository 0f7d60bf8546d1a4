import { expect } from '@playwright/test'
import type { Rollcall } from './rollcall.ts'

/** Waits until `rollcall` shows one complete reading of each of its managers: before that whoever looks an agent up may find nothing. */
export async function hasRead({ url }: Pick<Rollcall, 'url'>): Promise<void> {
  const complete = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text()
    const ages = [...metrics.matchAll(/^rollcall_manager_data_age_seconds\{[^}]*\} (.*)$/gm)].map(([, age]) => Number(age))
    return ages.length > 0 && ages.every(Number.isFinite)
  }
  await expect.poll(complete, { timeout: 120_000 }).toBe(true)
}
