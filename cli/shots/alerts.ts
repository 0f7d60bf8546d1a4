import type { Page } from '@playwright/test'
import type { Rollcall } from '#e2e/rollcall.ts'
import { idOf } from './steps.ts'

type Step = (page: Page, url: string, rollcall: Rollcall) => Promise<void>

const MINUTE = 60_000
const FULL_PASS_MS = 120_000
/** Ids and moments of those that `arrangeAlerts` brought about. */
const told: Record<string, { id: string; at: number }> = {}

const wire = (ms: number) => new Date(ms).toISOString().replace(/\.\d+/, '')
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** One agent that falls silent, one that is lost and back, and one that enrols again. */
export async function arrangeAlerts({ url, demo: { control } }: Rollcall, page: Page): Promise<void> {
  const read = async (id: string) => page.request.get(`${url}/api/agents/demo/${id}`)
  const becomes = async (id: string, state: string) => {
    const deadline = Date.now() + FULL_PASS_MS
    while ((await (await read(id)).json()).agent?.status !== state) {
      if (Date.now() > deadline) throw new Error(`${id} did not become ${state}`)
      await sleep(500)
    }
  }
  const [silent, restarted] = ['061', '062'] as const
  const healthy = await idOf(page, url, 'status=active sync=synced version>=4.14 silentFor<30s')
  const enrolledAgain = await idOf(page, url, 'status=active sync=synced id>100 group=branch-west version>=4.14')
  const keptAlive = () => ({ status: 'active', status_code: 0, lastKeepAlive: wire(Date.now()), disconnection_time: null })
  for (const id of [silent, restarted]) {
    control.setAgent(id, { ...keptAlive(), group_config_status: 'synced' })
    await becomes(id, 'active')
  }
  const before = Date.now()
  const old = (await (await read(enrolledAgain)).json()).agent
  control.removeAgent(enrolledAgain)
  control.addAgent({ name: old.name, registerIP: old.ip, os: old.os, dateAdd: wire(before) })
  while (Date.now() - before < 6000) await sleep(500)
  const lost = { status: 'disconnected', status_code: 4 }
  control.setAgent(silent, { ...lost, lastKeepAlive: wire(before - 15 * MINUTE), disconnection_time: wire(before + 4000) })
  control.setAgent(restarted, { ...lost, status_code: 1, disconnection_time: wire(before + 4000) })
  await becomes(silent, 'disconnected')
  await becomes(restarted, 'disconnected')
  const between = Date.parse((await (await read(restarted)).json()).asOf)
  control.setAgent(restarted, keptAlive())
  await becomes(restarted, 'active')
  const deadline = Date.now() + FULL_PASS_MS
  while ((await read(enrolledAgain)).status() !== 404 && Date.now() < deadline) await sleep(500)
  Object.assign(told, {
    healthy: { id: healthy, at: before },
    silent: { id: silent, at: before },
    restarted: { id: restarted, at: between },
    'enrolled-again': { id: enrolledAgain, at: before - 10 * MINUTE },
    removed: { id: enrolledAgain, at: Date.now() },
  })
}

/** The page that an alert of this kind leads to when it is pasted. */
export function pasted(kind: string, given: object = {}): Step {
  return async (page, url) => {
    const { id = '', at = Date.now() } = told[kind] ?? {}
    const timestamp = new Date(at).toISOString().replace('Z', '+0000')
    const alert = { timestamp, rule: { level: 10, id: '5710' }, agent: { id }, manager: { name: 'demo' }, ...given }
    await page.goto(`${url}/go`)
    await page.getByLabel('Alert JSON').fill(JSON.stringify(alert, null, 2))
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByLabel('Alert JSON').waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
}

/** The form with something in it that is no alert. */
export async function pastedNothing(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/go`)
  await page.getByLabel('Alert JSON').fill('{ "agent": { "id": "001" ')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor()
}

/** The page of the endpoint that went, without a moment. */
export async function removedPage(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/agents/demo/${told['removed']?.id}`)
}
