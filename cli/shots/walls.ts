import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { APIRequestContext, Browser, Page } from '@playwright/test'
import { startDemo } from '#demo/start.ts'
import { startRollcall } from '#e2e/rollcall.ts'
import { startLiving } from './living.ts'

const SIZES = { '1080': [1920, 1080], '720': [1280, 720], '2160': [3840, 2160], upright: [1080, 1920] } as const
const NO_MANAGER = { MANAGER_URL: '', MANAGER_NAME: '', MANAGER_USER: '', MANAGER_PASSWORD: '', MANAGER_FINGERPRINT: '' }
const ACCOUNT = { username: 'analyst', password: 'analyst' }
/** Three managers of which one falls silent, then all. */
const FLEETS = { emea: 3000, amer: 2000, apac: 800 } as const

/** Pictures of the wall screen: a large fleet with a past, three managers, the code, the curtain and a screen that was disconnected. */
export async function takeWalls(browser: Browser, folder: string): Promise<void> {
  const shot = async (wall: Page, name: string, sizes: readonly (keyof typeof SIZES)[]) => {
    for (const size of sizes) {
      const [width, height] = SIZES[size]
      await wall.setViewportSize({ width, height })
      await wall.evaluate(() => document.fonts.ready)
      const file = path.join(folder, `wall-${name}-${size}.png`)
      await wall.screenshot({ path: file })
      console.log(file)
    }
  }
  const all = ['1080', '720', '2160', 'upright'] as const

  const past = await startLiving({ agents: 20_000, lost: 'databases' })
  try {
    const context = await browser.newContext({ baseURL: past.url })
    const wall = await context.newPage()
    await wall.goto('/kiosk?views=now')
    await wall.getByTestId('code').waitFor()
    await shot(wall, 'code', all)
    await signIn(context.request, [])
    const id = await approve(context.request, wall)
    await wall.locator('.wall-chart path[d]:not([d=""])').first().waitFor({ state: 'attached' })
    await wall.locator('.wall-chart .none').waitFor({ state: 'detached' })
    await shot(wall, 'now', all)
    await wall.goto('/kiosk?views=changes')
    await wall.locator('.wall-pair, .wall-hero').first().waitFor()
    await shot(wall, 'changes', ['1080', '720', 'upright'])
    await context.request.delete(`/api/kiosks/${id}`)
    await wall.locator('.wall-notice').waitFor()
    await shot(wall, 'revoked', ['1080', 'upright'])
    await context.close()
  } finally {
    await past.stop()
  }

  const demos = await Promise.all(
    Object.entries(FLEETS).map(async ([name, agents], at) => ({ name, demo: await startDemo({ agents, seed: at + 1 }) })),
  )
  const list = demos.map(({ name, demo: { url, fingerprint } }) => ({
    name,
    url,
    fingerprint,
    user: 'analyst',
    password: 'analyst',
  }))
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-shots-')), 'managers.json')
  writeFileSync(file, JSON.stringify(list), { mode: 0o600 })
  const rollcall = await startRollcall({ demo: { agents: 1 }, env: { ...NO_MANAGER, MANAGERS_FILE: file } })
  try {
    const context = await browser.newContext({ baseURL: rollcall.url })
    const wall = await context.newPage()
    await wall.goto('/kiosk?views=managers')
    await signIn(
      context.request,
      demos.map(({ name }) => name),
    )
    await approve(context.request, wall)
    await wall.locator('.wall-tile b').nth(2).waitFor({ timeout: 180_000 })
    await shot(wall, 'managers', ['1080', 'upright'])
    await demos[2]?.demo.stop()
    await wall.locator('.wall-tile[data-s="unknown"]').waitFor({ timeout: 60_000 })
    await shot(wall, 'managers-one-silent', ['1080'])
    await wall.goto('/kiosk?views=now')
    await wall.locator('.wall-hero').waitFor()
    await shot(wall, 'now-one-silent', ['1080'])
    await Promise.all(demos.slice(0, 2).map(({ demo }) => demo.stop()))
    await wall.locator('.wall-curtain').waitFor({ timeout: 60_000 })
    await shot(wall, 'curtain', all)
    await context.close()
  } finally {
    await rollcall.stop()
  }
}

/** In the same browser as the wall: a person and a screen are told apart by their cookies alone. @param managers of which each has the account */
async function signIn(request: APIRequestContext, managers: readonly string[]): Promise<void> {
  const [first, ...others] = managers
  await request.post('/api/session', { data: { ...ACCOUNT, ...(first === undefined ? {} : { manager: first }) } })
  for (const manager of others) await request.post('/api/session/managers', { data: { ...ACCOUNT, manager } })
}

/** @returns the id of the screen */
async function approve(request: APIRequestContext, wall: Page): Promise<string> {
  const code = (await wall.getByTestId('code').locator('[aria-hidden]').allTextContents()).join('')
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const answer = await request.post('/api/kiosks', { data: { code, name: 'SOC wall 2', names: true, until } })
  if (answer.status() !== 201) throw new Error(await answer.text())
  await wall.locator('.wall-head').waitFor()
  return (await answer.json()).id
}
