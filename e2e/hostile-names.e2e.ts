import { dice } from '#test/dice.ts'
import { test as base, expect, expectAccessible } from './fixtures.ts'
import { startRollcall } from './rollcall.ts'

const COUNT = 500
const PAGE = 100

/** What runs, breaks out, turns round or disappears where a name is not treated as text. */
const PARTS = [
  ...['<script>pwned()</script>', '<img src=x onerror=pwned()>', '"><svg onload=pwned()>', "'><iframe src=javascript:pwned()>"],
  ...['</title><script>pwned()</script>', '</textarea><b>', '<!--', ']]>', '--!>', '<a href="javascript:pwned()">x</a>'],
  ...['javascript:pwned()', '" onmouseover="pwned()', "' onfocus='pwned()' autofocus='", '`$' + '{pwned()}`', '{{constructor}}'],
  ...['&lt;b&gt;', '&#x3c;script&#x3e;', '&amp;', '%3Cscript%3E', '\\u003cscript\\u003e', '\\', '\\\\', '\\"'],
  ...['\u202egnp.exe', '\u2066\u2067', '\u200b', '\ufeff', '\u00a0', '\u0301\u0327', '\u{1f469}\u200d\u{1f4bb}', 'ﷺ', 'ß', 'İ'],
  ...["' OR 1=1 --", '"; DROP TABLE Agent; --', '__proto__', 'constructor', 'toString', '../../etc/passwd', 'null', '0', '-1'],
  ...['$&', '$1', '%s%n', '{0}', '=cmd|/C calc!A1', 'a'.repeat(120), ',', ';', '|', '#', '?q=x&sort=y', '/', 'line\nbreak', '\t'],
]

const { pick } = dice(20)
const NAMES = Array.from({ length: COUNT }, (_, i) => `${PARTS[i % PARTS.length] ?? ''}${pick(PARTS)}${i + 1}`)
const agents = NAMES.map((name, i) => ({
  ...{ id: String(i + 1).padStart(3, '0'), name, ip: `10.0.${i >> 8}.${i & 255}`, registerIP: 'any', status: 'active' },
  ...{ group: ['default'], group_config_status: 'synced', os: { name: NAMES[COUNT - 1 - i], version: '1', platform: 'x' } },
  ...{ version: 'Wazuh v4.14.7', node_name: 'node01', manager: 'main', status_code: 0 },
  ...{ dateAdd: '2026-01-01T00:00:00Z', lastKeepAlive: new Date().toISOString() },
}))

const test = base.extend({
  rollcall: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const rollcall = await startRollcall({ demo: { fleet: { agents } } })
      await use(rollcall)
      await rollcall.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

test(`${COUNT} hostile names of agents are text wherever they are shown`, async ({ page, signIn }) => {
  page.on('dialog', () => expect('a dialog').toBe('none'))
  await page.addInitScript(() => {
    Object.assign(window, { pwned: () => document.documentElement.setAttribute('data-pwned', '') })
  })
  const isUntouched = async () => {
    await expect(page.locator('html')).not.toHaveAttribute('data-pwned')
    expect(await page.locator('main :is(img, iframe, script, textarea)').count()).toBe(0)
  }
  await signIn(page)
  await expect(page.getByText(`1–100 of ${COUNT}`, { exact: true })).toBeVisible()
  const shown: string[] = []
  for (let first = 1; first <= COUNT; first += PAGE) {
    await page.goto(`/?sort=id&at=${first}&cols=name%2Cid%2Csystem`)
    await expect(page.getByText(`${first}–${first + PAGE - 1} of ${COUNT}`, { exact: true })).toBeVisible()
    const links = page.getByRole('rowheader').getByRole('link')
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('title')))).toEqual(
      NAMES.slice(first - 1, first - 1 + PAGE),
    )
    shown.push(...(await links.allTextContents()))
    await isUntouched()
  }
  expect(shown).toEqual(NAMES)

  // Searched for by its own text, opened, and named by the palette and by the answer to an alert.
  for (let i = 0; i < COUNT; i += Math.floor(COUNT / 4)) {
    const name = NAMES[i] ?? ''
    await page.goto(`/agents/main/${String(i + 1).padStart(3, '0')}`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name.trim().replaceAll(/\s+/g, ' '))
    await isUntouched()
    await page.goto(`/go/agent?${new URLSearchParams({ name, at: new Date().toISOString() })}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await isUntouched()
  }
  await page.goto('/')
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^An endpoint by name/ }).fill('pwned')
  await expect(page.getByRole('option').filter({ hasText: 'pwned()' }).first()).toBeVisible()
  await isUntouched()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Filter' }).fill('os.name~pwned')
  await expect(page.getByRole('option').filter({ hasText: 'pwned()' }).first()).toBeVisible()
  await isUntouched()
  await page.keyboard.press('Escape')
  await page.goto('/?cols=name%2Csystem')
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await expectAccessible(page)
})
