import { readFileSync } from 'node:fs'
import http from 'node:http'
import { readCsv } from '#test/csv-reader.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

test('saves exactly the filter, the order and the columns of the list', async ({ page, signIn }) => {
  await signIn(page, { to: '/?q=status%3Ddisconnected&sort=-name&cols=name%2Cstatus%2Cip' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const names = await page.getByRole('rowheader').locator('a').allTextContents()
  await page.getByRole('button', { name: 'Export this list' }).click()
  await expect(page.getByText(`${names.length} endpoints, all pages`)).toBeVisible()
  await expectAccessible(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV for spreadsheets' }).click(),
  ])
  const [header, ...rows] = readCsv(readFileSync(await download.path(), 'utf8').slice(1))
  expect(header).toEqual(['name', 'id', 'status', 'ip'])
  expect(rows.map(([name]) => name)).toEqual(names)
  expect(new Set(rows.map((row) => row[2]))).toEqual(new Set(['disconnected']))
  await expect(page.getByText(`${names.length} rows saved as ${download.suggestedFilename()}.`)).toBeVisible()

  await page.getByLabel('Every column, not only those shown').check()
  const [lines] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'JSON Lines for programs' }).click(),
  ])
  const items = readFileSync(await lines.path(), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { items: listed } = await (await page.request.get('/api/agents?q=status%3Ddisconnected&sort=-name&limit=500')).json()
  expect(items.map(({ id }) => id)).toEqual(listed.map(({ id }: { id: string }) => id))
  expect(new Set(Object.keys(items[0]))).toEqual(new Set([...Object.keys(listed[0]), 'managerName']))
})

const WHOLE = '/api/agents/export?format=jsonl&cols=id'

test('an export that its reader leaves stops, and the next ones are answered', async ({ page, signIn, baseURL }) => {
  await signIn(page)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  for (let i = 0; i < 20; i++) {
    await new Promise<void>((resolve, reject) => {
      const asked = http.get(`${baseURL}/api/agents/export?format=jsonl`, { headers: { cookie } }, (answer) => {
        answer.once('data', () => asked.destroy())
        answer.once('close', () => resolve())
        answer.on('error', () => resolve())
      })
      asked.on('error', reject)
    })
  }
  // A person may have two under way; that readers have left is heard a moment later.
  let whole = await page.request.get(WHOLE)
  await expect(async () => {
    if (whole.status() === 429) whole = await page.request.get(WHOLE)
    expect(whole.status()).toBe(200)
  }).toPass()
  expect((await whole.text()).trim().split('\n')).toHaveLength(Number(whole.headers()['x-rollcall-rows']))
  expect(whole.headers()['content-disposition']).toMatch(/^attachment; filename="endpoints-[\dTZ-]+\.jsonl"$/)
  expect(whole.headers()['cache-control']).toBe('no-store')
})

test('an export says how far it is, and is cancelled without a file', async ({ page, signIn }) => {
  await signIn(page)
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await page.getByRole('button', { name: 'Export this list' }).click()
  await page.getByLabel('Every column, not only those shown').check()
  const line = await page.context().newCDPSession(page)
  // So slow that there is something left to cancel, however long a busy machine takes to press.
  const slow = { offline: false, latency: 0, downloadThroughput: 5000, uploadThroughput: -1 }
  await line.send('Network.emulateNetworkConditions', slow)
  let saved = 0
  page.on('download', () => saved++)
  await page.getByRole('button', { name: 'JSON Lines for programs' }).click()
  await expect(page.getByText(/^[1-9]\d* of \d+\srows$/)).toBeVisible()
  await page.getByRole('dialog', { name: 'Exporting' }).getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Cancelled. Nothing was saved.')).toBeVisible()
  expect(saved).toBe(0)
})
