import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { startIssuer } from '#test/issuer.ts'
import { passwordHash } from '#test/no-ways.ts'
import { expect, expectAccessible, test, waitForCode } from './fixtures.ts'
import { hasRead } from './has-read.ts'
import { startRollcall } from './rollcall.ts'

const REFUSED = /status of 401/
const PASSWORD = 'correct horse battery'
const PROXY_SECRET = 'a secret of the proxy, long enough'
const CLIENT = { id: 'rollcall', secret: 'a secret between the two of them' }
const GROUPS = [
  { group: 'chiefs', role: 'administrator' },
  { group: 'north', role: 'analyst', managers: { main: 'group=branch-north' } },
]

/** Rollcall with an issuer and an account of its own beside a manager. */
async function start() {
  let tell = (_origin: string): void => undefined
  const origin = new Promise<string>((resolve) => {
    tell = resolve
  })
  const issuer = await startIssuer({ client: CLIENT, origin })
  issuer.groups.set('ada', ['chiefs']).set('bob', ['north']).set('eve', [])
  const groups = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'groups.json')
  writeFileSync(groups, JSON.stringify(GROUPS))
  const rollcall = await startRollcall({
    demo: { agents: 300 },
    env: {
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Keyring',
      GROUPS_FILE: groups,
      LOCAL_ADMIN_HASH: passwordHash(PASSWORD),
      TRUSTED_PROXIES: '127.0.0.1',
      PROXY_USER_HEADER: 'X-Auth-User',
      PROXY_GROUPS_HEADER: 'X-Auth-Groups',
      PROXY_SECRET_HEADER: 'X-Auth-Secret',
      PROXY_SECRET,
    },
  })
  tell(rollcall.url)
  return { ...rollcall, issuer }
}

async function signInWithKeyring(page: Page, name: string) {
  await page.getByRole('link', { name: 'Sign in with Keyring' }).click()
  // Not the name that our own page asks for.
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('people come in through an issuer, see what their groups may see, and leave when their session is ended', async ({
  page,
  browser,
  expectConsole,
}) => {
  expectConsole(REFUSED)
  const rollcall = await start()
  await comeByProxy(rollcall.url)
  await page.goto(`${rollcall.url}/?q=status%3Dactive`)
  await expect(page.getByRole('link', { name: 'Sign in with Keyring' })).toBeVisible()
  await expectAccessible(page)

  await signInWithKeyring(page, 'eve')
  await expect(page.getByText('Keyring knows you, but none of your groups may see anything here.')).toBeVisible()
  await expectAccessible(page)
  // The issuer remembers her; another person comes with another browser.
  await page.context().clearCookies()
  await page.goto(`${rollcall.url}/?q=status%3Dactive`)
  await signInWithKeyring(page, 'bob')
  await expect(page).toHaveURL(`${rollcall.url}/?q=status%3Dactive`)
  await expect(page.getByRole('main').getByText('endpoints of branch-north')).toBeVisible()
  await expect(page.getByRole('rowheader').first()).toBeVisible()

  const other = await browser.newContext()
  const chief = await other.newPage()
  await waitForCode(chief)
  await chief.goto(`${rollcall.url}/sessions`)
  await signInWithKeyring(chief, 'ada')
  await chief.getByRole('button', { name: 'Everybody’s' }).click()
  await expectAccessible(chief)
  await chief.getByRole('button', { name: /^End the session of bob/ }).click()
  // Without anybody's doing: the stream ends, and the page with it. By itself it would not ask within a minute.
  await expect(page).toHaveURL(/sign-in/)
  await expect(page.getByText('your session was ended from a list of sessions')).toBeVisible()

  await chief.getByRole('button', { name: 'Account: ada' }).click()
  await chief.getByRole('button', { name: 'Sign out' }).click()
  await expect(chief).toHaveURL(new RegExp(`^${rollcall.issuer.url}`))
  await other.close()
  await page.goto('about:blank')
  await rollcall.stop()
  await rollcall.issuer.stop()
})

test('at night, with manager and issuer away, the local administrator sees what was last collected', async ({
  page,
  expectConsole,
}) => {
  expectConsole(/status of (401|503)/)
  const rollcall = await start()
  await hasRead(rollcall)
  await rollcall.issuer.stop()
  await rollcall.demo.stop()

  await page.goto(`${rollcall.url}/sign-in`)
  await page.getByRole('link', { name: 'Sign in with Keyring' }).click()
  await expect(page.getByText('Keyring can’t be reached now.')).toBeVisible()
  await page.getByRole('link', { name: /local administrator/ }).click()
  await expect(page.getByRole('heading', { name: 'Sign in as the local administrator' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'does not accept this name and password' })).toBeVisible()
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('300 endpoints')
  await expect(page.getByTestId('freshness')).toContainText('stale')
  await page.goto('about:blank')
  await rollcall.stop()
})

/** The HTTP server believes the proxy that proves itself, with every request anew, and nobody else. */
async function comeByProxy(url: string) {
  const proven = { 'x-auth-user': 'carol', 'x-auth-groups': 'chiefs', 'x-auth-secret': PROXY_SECRET }
  const come = (headers: Record<string, string>) => fetch(`${url}/api/session/proxy`, { headers, redirect: 'manual' })
  for (const headers of [{}, { ...proven, 'x-auth-secret': 'guessed' }, { 'x-auth-user': 'carol', 'x-auth-groups': 'chiefs' }])
    expect((await come(headers)).headers.get('location')).toContain('problem=nobody')
  for (const forged of ['x_auth_user', 'x-rollcall-user']) expect((await come({ ...proven, [forged]: 'eve' })).status).toBe(400)
  const answer = await come(proven)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const session = (headers: Record<string, string>) => fetch(`${url}/api/session`, { headers: { ...headers, cookie } })
  expect(await (await session(proven)).json()).toMatchObject({ username: 'carol', administrator: true })
  for (const headers of [{}, { ...proven, 'x-auth-user': 'eve' }, { ...proven, 'x-auth-secret': 'guessed' }])
    expect((await session(headers)).status).toBe(401)
}
