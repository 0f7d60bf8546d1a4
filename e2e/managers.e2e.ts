import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { startDemo } from '#demo/start.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

test('two managers are one list for who signs in at both, and one for who signs in at one', async ({ page }) => {
  const tokyo = await startDemo({ agents: 40, seed: 8 })
  const berlin = await startDemo({ agents: 30, seed: 7 })
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'managers.json')
  const account = { user: 'analyst', password: 'analyst' }
  const list = [
    { name: 'Berlin', url: berlin.url, fingerprint: berlin.fingerprint, ...account },
    { name: 'Tokyo', url: tokyo.url, fingerprint: tokyo.fingerprint, ...account },
  ]
  writeFileSync(file, JSON.stringify(list), { mode: 0o600 })
  const none = { MANAGER_URL: '', MANAGER_NAME: '', MANAGER_USER: '', MANAGER_PASSWORD: '', MANAGER_FINGERPRINT: '' }
  const rollcall = await startRollcall({ demo: { agents: 1 }, env: { ...none, MANAGERS_FILE: file } })
  const enter = async (submit: string) => {
    await page.getByLabel('User name').fill('analyst')
    await page.getByLabel('Password').fill('analyst')
    await page.getByRole('button', { name: submit, exact: true }).click()
  }

  await page.goto(`${rollcall.url}/sign-in`)
  await expect(page.getByLabel('Manager')).toBeVisible()
  await expectAccessible(page)
  await enter('Sign in')
  await expect(page.getByText('1–30 of 30', { exact: true })).toBeVisible()

  const menu = page.getByRole('button', { name: '1 of 2 managers' })
  await menu.click()
  await expect(page.getByRole('region', { name: 'Managers' })).toContainText('Tokyo not signed in')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Sign in at Tokyo' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in at Tokyo too' })).toBeVisible()
  await expectAccessible(page)
  await enter('Sign in at Tokyo')
  await expect(page.getByText('1–70 of 70', { exact: true })).toBeVisible()

  await page.goto(`${rollcall.url}/go/agent?id=000`)
  await expect(page.getByRole('heading', { name: 'Agent 000 is a manager itself. Which one?' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Tokyo' })).toContainText('127.0.0.1')
  await page.goto(rollcall.url)

  await page.getByRole('button', { name: '2 managers' }).click()
  await expect(page.getByRole('region', { name: 'Managers' })).toContainText(/Berlin as analyst\s*live/)
  await tokyo.stop()
  await expect(page.getByRole('region', { name: 'Managers' })).toContainText(/Tokyo as analyst\s*stale/)
  await expectAccessible(page)
  await expect(page.getByText('1–70 of 70', { exact: true })).toBeVisible()
  // Old rows lose their colours, and only those; so does the page of one of their endpoints.
  const rowOf = (manager: string) => page.getByRole('row').filter({ hasText: manager }).first()
  const markOf = (manager: string) => rowOf(manager).locator('.mark[data-s=active]').first()
  const colourOf = (mark: Locator) => mark.evaluate((one) => getComputedStyle(one).color)
  await page.goto(`${rollcall.url}/?q=status%3Dactive&sort=-manager`)
  await expect(rowOf('Tokyo')).toHaveAttribute('data-stale')
  const old = await colourOf(markOf('Tokyo'))
  await page.goto(`${rollcall.url}/?q=status%3Dactive&sort=manager`)
  await expect(rowOf('Berlin')).not.toHaveAttribute('data-stale')
  const fresh = await colourOf(markOf('Berlin'))
  expect(old).not.toBe(fresh)
  await page.goto(`${rollcall.url}/agents/tokyo/001`)
  const onPage = page.locator('.badge .mark').first()
  await expect(onPage).toHaveCSS('color', old)
  await page.goto(`${rollcall.url}/?q=manager%3DTokyo`)
  await expect(page.getByText('1–40 of 40', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Berlin is live.')

  await page.getByRole('button', { name: '2 managers' }).click()
  await page.getByRole('button', { name: 'Sign out of Tokyo' }).click()
  await expect(page.getByRole('button', { name: '1 of 2 managers' })).toBeVisible()
  await expect(page.getByRole('rowheader')).toHaveCount(0)
  await expect.poll(() => rollcall.log()).toMatch(/"audit":"sign_out".*"from":"Tokyo"/)
  await page.goto(`${rollcall.url}/?view=all`)
  await expect(page.getByText('1–30 of 30', { exact: true })).toBeVisible()
  // Nor does a link say more of it than of one that was renamed.
  await page.goto(`${rollcall.url}/?q=manager%3DTokyo`)
  await expect(page.getByText('No manager is called Tokyo here. You see Berlin.')).toBeVisible()
  await page.goto('about:blank')
  await rollcall.stop()
  await berlin.stop()
})
