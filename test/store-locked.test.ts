import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openSqlite } from '#server/store/sqlite.ts'
import { ROUTE_FILES, type RouteRig, routePath, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let cookie = ''
beforeAll(async () => {
  rig = await routeRig()
  cookie = await rig.signIn('wazuh')
})
afterAll(() => rig.stop())

const get = (target: string) => rig.call('GET', target, { cookie, headers: { 'x-rollcall-peer': '127.0.0.1' } })
const until = () => new Date(Date.now() + 60_000).toISOString()
const mark = () => rig.call('POST', '/api/marks', { cookie, body: { agents: ['main/001'], reason: 'moving', until: until() } })

it('reads go on as if nothing were while another process holds the store, and what was to be written says that it was not', async () => {
  const targets = ROUTE_FILES.filter((file) => !/live|oidc|kiosk/.test(file)).map((file) =>
    routePath(file).replace('{manager}/{id}', 'main/001'),
  )
  const before = new Map<string, number>()
  for (const target of targets) before.set(target, (await get(target)).status)
  expect([...before.values()].filter((status) => status === 200).length).toBeGreaterThan(15)
  const other = openSqlite(rig.store.file)
  other.exec('BEGIN EXCLUSIVE')
  for (const target of targets) expect([target, (await get(target)).status]).toEqual([target, before.get(target)])
  const refused = await mark()
  expect([refused.status, (await refused.json()).code]).toEqual([503, 'store_unavailable'])
  other.exec('ROLLBACK')
  other.close()
  expect((await mark()).status).toBeLessThan(300)
})
