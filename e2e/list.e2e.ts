import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'

const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter' })
const rows = (page: Page) => page.getByRole('rowheader')
const names = (page: Page) => rows(page).locator('a').allTextContents()
const total = async (page: Page, q: string): Promise<number> =>
  (await (await page.request.get(`/api/agents?${new URLSearchParams({ q, limit: '1' })}`)).json()).total

// Axe looks at every cell of a hundred rows, twice.

test.beforeEach(async ({ page, signIn }) => {
  await signIn(page)
  await expect(rows(page).first()).toBeVisible()
})

test.describe('the filter', () => {
  test('draws a chip for each condition, which can be turned round, edited and taken away', async ({ page }) => {
    await page.goto('/?q=status%3Ddisconnected%20and%20ip%20in%2010.0.0.0%2F8&sort=id')
    const chips = page.getByRole('list', { name: 'Conditions of the filter' }).getByRole('listitem')
    await expect(chips).toHaveCount(2)
    await expect(chips.nth(1)).toContainText('ip in 10.0.0.0/8')
    await page.getByRole('button', { name: 'Invert: status is disconnected' }).click()
    await expect(page).toHaveURL(/status(!|%21)(=|%3D)disconnected/)
    await expect(page.getByText(`of ${await total(page, 'status!=disconnected and ip=10.0.0.0/8')}`).last()).toBeVisible()
    await page.getByRole('button', { name: 'Remove: status is not disconnected' }).click()
    await expect(chips).toHaveCount(1)
    await page.getByRole('button', { name: 'Edit: ip in 10.0.0.0/8' }).click()
    await expect(filter(page)).toHaveValue('ip=10.0.0.0/8')
    await page.keyboard.press('Escape')
    await expect(chips).toHaveCount(1)
    await expectAccessible(page)
  })

  test('completes fields and the values that agents have now, with the keyboard alone', async ({ page }) => {
    await page.keyboard.press('/')
    await page.keyboard.type('gro')
    await expect(page.getByRole('option', { name: /^group / })).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(filter(page)).toHaveValue(/^group/)
    await filter(page).fill('group=branch-n')
    const option = page.getByRole('option', { name: 'branch-north' })
    await expect(option).toContainText(`held by ${await total(page, 'group=branch-north')}`)
    await expectAccessible(page)
    await page.keyboard.press('ArrowDown')
    await expect(option).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Edit: group is branch-north' })).toBeVisible()
    await expect(page).toHaveURL(/group%3Dbranch-north/)
    await page.keyboard.press('Backspace')
    await expect(filter(page)).toHaveValue('group=branch-north')
  })

  test('underlines what can’t be read at its place, and keeps the rows of the filter before', async ({ page }) => {
    await filter(page).fill('status=disconnected')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Edit: status is disconnected' })).toBeVisible()
    await filter(page).fill('version<x')
    await page.keyboard.press('Enter')
    await expect(page.getByText('version is compared by number')).toBeVisible()
    await expect(page.locator('.mirror u')).toHaveText('x')
    await expect(page.getByRole('cell', { name: 'Disconnected' }).first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(filter(page)).toHaveValue('')
    await expect(page.getByRole('button', { name: 'Edit: status is disconnected' })).toBeVisible()
  })

  test('questions of every day say how many answer to them', async ({ page }) => {
    const questions = page.getByRole('navigation', { name: 'Questions' })
    for (const [name, q] of [
      ['Disconnected now', 'status=disconnected'],
      ['Quiet', 'quiet=true'],
      ['Outdated', 'outdated=true'],
      // As it is set for these tests.
      ['Flapping', 'flaps>=4'],
    ] as const) {
      await expect(async () => {
        const count = await total(page, q)
        await expect(questions.getByRole('link', { name: `${name} ${count}`, exact: true })).toBeVisible({ timeout: 500 })
      }).toPass()
    }
    await questions.getByRole('link', { name: /^Outdated/ }).click()
    await expect(page.getByRole('button', { name: 'Edit: outdated is true' })).toBeVisible()
  })
})

test.describe('the list', () => {
  test('shows the columns of its address in their order, and the dialog changes both', async ({ page }) => {
    await page.goto('/?cols=name,version,id,day')
    const heads = page.getByRole('columnheader')
    await expect(heads).toHaveText([/Name/, /Version/, /ID/, /Last 24 h/])
    await page.getByRole('button', { name: 'Columns and density' }).click()
    await page.getByRole('checkbox', { name: 'Changes' }).click()
    await expect(page).toHaveURL(/cols=name%2Cversion%2Cid%2Cday%2Cflaps/)
    await page.getByRole('button', { name: 'Move ID up' }).click()
    await expect(heads.nth(1)).toContainText('ID')
    await page.getByRole('radio', { name: 'Comfortable' }).check()
    await page.getByRole('spinbutton', { name: 'Width of ID in pixels' }).fill('200')
    await expectAccessible(page)
    await page.reload()
    await expect(heads.nth(1)).toContainText('ID')
    // Widths and density are the browser's own; the page comes without them.
    await expect.poll(async () => Math.round((await heads.nth(1).boundingBox())?.width ?? 0)).toBeGreaterThanOrEqual(200)
    await expect.poll(async () => Math.round((await page.getByRole('row').nth(1).boundingBox())?.height ?? 0)).toBe(40)
    await page.getByRole('button', { name: 'Columns and density' }).click()
    await page.getByRole('button', { name: 'Default columns and widths' }).click()
    await page.getByRole('radio', { name: 'Compact' }).check()
    await expect(page).not.toHaveURL(/cols=/)
  })

  test('shows the last 24 hours of every row', async ({ page }) => {
    await page.goto('/?cols=name,day')
    await expect(page.getByRole('img', { name: /^Last 24 hours: / })).toHaveCount(100)
  })

  test('walks, selects and opens by keys, and keeps the selection over pages', async ({ page }) => {
    await page.keyboard.press('j')
    await expect(rows(page).nth(0).getByRole('link')).toBeFocused()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    const [, second = ''] = await names(page)
    await expect(page.getByText('1 endpoint selected')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: `Select ${second}`, exact: true })).toBeChecked()
    await page.getByRole('link', { name: 'Last page' }).click()
    await expect(page.getByText('1 endpoint selected')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Show only these' }).click()
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page).getByRole('link')).toHaveText(second)
    await page.getByRole('button', { name: 'Clear selection' }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/agents\//)
  })

  test('opens a row beside itself with the middle button, as any link', async ({ page, context }) => {
    const [name = ''] = await names(page)
    const opened = context.waitForEvent('page')
    await rows(page).first().getByRole('link').click({ button: 'middle' })
    const agent = await opened
    await expect(agent.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(page).not.toHaveURL(/\/agents\//)
    await agent.close()
  })

  test('reaches any page by its number', async ({ page }) => {
    const all = await total(page, 'gone=false')
    await page.getByRole('textbox', { name: 'Page' }).fill('3')
    await page.keyboard.press('Enter')
    await expect(page.getByText(`201–300 of ${all}`, { exact: true })).toBeVisible()
    await expect(page).toHaveURL(/at=201/)
    await page.getByRole('link', { name: 'Previous page' }).click()
    await expect(page.getByText(`101–200 of ${all}`, { exact: true })).toBeVisible()
  })

  test('moves no row under the pointer, and offers the new order', async ({ page, rollcall }) => {
    const { items }: { items: { id: string; name: string }[] } = await (
      await page.request.get('/api/agents?q=status%3Dactive%20and%20sync%3Dsynced&limit=1')
    ).json()
    const { id = '', name = '' } = items[0] ?? {}
    await page.goto('/?q=sync%3D%22not%20synced%22')
    await expect(rows(page).first()).toBeVisible()
    await rows(page).nth(1).hover()
    const before = await names(page)
    rollcall.demo.control.setAgent(id, { group_config_status: 'not synced' })
    await expect(page.getByText('show in order')).toBeVisible()
    expect(await names(page)).toEqual(before)
    await page.getByRole('button', { name: 'show in order' }).click()
    await expect(rows(page).getByRole('link', { name, exact: true })).toBeVisible()
  })

  test('leaves out what is gone for long, says so, and shows it when asked', async ({ page }) => {
    const gone = await total(page, 'gone=true')
    const all = await total(page, '')
    test.skip(gone === 0, 'this fleet has none')
    await expect(page.getByText(`1–100 of ${all - gone}`, { exact: true })).toBeVisible()
    await expect(page.getByText(/endpoints?\sgone\sfor\sover\s30\sdays/)).toContainText(String(gone))
    await page.getByRole('link', { name: 'List them too' }).click()
    await expect(page.getByText(`1–100 of ${all}`, { exact: true })).toBeVisible()
    await page.getByRole('link', { name: 'Show only them' }).click()
    await expect(rows(page)).toHaveCount(gone)
  })

  test('says of quiet and of lost ones how long their manager takes to notice, and that this is assumed', async ({ page }) => {
    await page.goto('/?q=quiet%3Dtrue')
    await expect(page.getByText(/^Quiet: active, but silent for over 1\smin.* \(assumed from its version\)\.$/)).toBeVisible()
    await page.goto('/?q=status%3Ddisconnected+and+reason%3Dno_keepalive')
    await expect(page.getByText(/^Since: when the manager noticed, .+ \(assumed from its version\)/)).toBeVisible()
    await rows(page).first().getByRole('link').click()
    await expect(
      page.getByText(/after the last keep-alive; demo takes .+ to notice silence \(assumed from its version\)$/),
    ).toBeVisible()
  })

  test('copies a link to exactly what is shown', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto('/?q=os.platform%3Dwindows&sort=-version&cols=name%2Cversion')
    await page.getByRole('button', { name: 'Copy link to this list' }).click()
    await expect(page.getByText('Link copied')).toBeAttached()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
  })
})

test.describe('the palette', () => {
  test('goes to an endpoint by name, id or address', async ({ page }) => {
    const { items }: { items: { name: string; id: string; ip: string }[] } = await (
      await page.request.get('/api/agents?q=ip~10.&limit=1')
    ).json()
    const [agent] = items
    for (const text of [agent?.name ?? '', agent?.ip ?? '', agent?.id ?? '']) {
      await page.goto('/')
      await expect(rows(page).first()).toBeVisible()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: /^An endpoint by name/ }).fill(text)
      await page
        .getByRole('option', { name: new RegExp(`${agent?.id ?? ''} · `) })
        .first()
        .click()
      await expect(page).toHaveURL(new RegExp(`/agents/[^/]+/${agent?.id ?? ''}$`))
    }
  })

  test('takes what is typed before it is there, and the page does not act on it', async ({ page }) => {
    await expect(rows(page).first()).toBeVisible()
    // The files of the palette come only once everything is typed.
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/_next/static/**/*.js', (route) => released.then(() => route.continue()))
    await page.keyboard.press('Control+k')
    await page.keyboard.type('xzx')
    await page.keyboard.press('Backspace')
    release()
    await expect(page.getByRole('combobox', { name: /^An endpoint by name/ })).toHaveValue('xz')
    await page.keyboard.type('1')
    await expect(page.getByRole('combobox', { name: /^An endpoint by name/ })).toHaveValue('xz1')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  })

  test('switches theme and density, opens views and the list of keys', async ({ page }) => {
    await page.getByRole('button', { name: 'Go to an endpoint, a view…' }).click()
    await expectAccessible(page)
    await page.keyboard.type('theme: dark')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('outdated')
    await page.getByRole('option', { name: /^Outdated/ }).click()
    await expect(page).toHaveURL(/outdated%3Dtrue/)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0)
  })
})
