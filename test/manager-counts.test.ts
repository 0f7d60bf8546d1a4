import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { administration } from '#lib/contract/administration.ts'
import { auditPage } from '#lib/contract/audit.ts'
import { syncReport } from '#lib/contract/sync.ts'
import { type RouteRig, routeRig } from './route-rig.ts'
import { catchUp } from './serving.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: RouteRig
let cookies: Record<'wazuh' | 'analyst' | 'branch', string>
beforeAll(async () => {
  rig = await routeRig({ agents: 120 })
  cookies = { wazuh: await rig.signIn('wazuh'), analyst: await rig.signIn('analyst'), branch: await rig.signIn('branch') }
})
afterAll(() => rig.stop())

const get = (target: string, cookie: string) => rig.call('GET', target, { cookie })
const seenBy = async (who: keyof typeof cookies) =>
  syncReport.parse(await (await get('/api/sync', cookies[who])).json()).managers[0]?.discrepancy
const metric = async (counter: string) => {
  const text = await (await rig.call('GET', '/metrics', { headers: { 'x-rollcall-peer': '127.0.0.1' } })).text()
  return new RegExp(`^rollcall_manager_summary_difference\\{manager="main",counter="${counter}"\\} (\\S+)$`, 'm').exec(text)?.[1]
}

it('a summary that does not fit the list stands beside it, for all who may see the whole manager, and is an event', async () => {
  expect(await seenBy('analyst')).toBeNull()
  expect(await metric('total')).toBe('0')
  const fault = rig.demo.control.inject({ kind: 'lying-summary', by: 40 })
  for (let pass = 0; pass < 2; pass++)
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', removed: 0, counts: { total: 120 } })
  await catchUp()

  const both = { list: { total: 120 }, summary: { total: 160 } }
  expect(await seenBy('analyst')).toMatchObject(both)
  expect(await seenBy('branch')).toBeNull()
  const settings = administration.parse(await (await get('/api/administration', cookies.wazuh)).json())
  expect(settings.managers[0]?.discrepancy).toMatchObject(both)
  expect([await metric('total'), await metric('active'), await metric('disconnected')]).toEqual(['40', '40', '0'])

  rig.demo.control.clearFaults(fault)
  await rig.pass()
  await catchUp()
  expect(await seenBy('analyst')).toBeNull()
  const { items } = auditPage.parse(await (await get('/api/audit?kind=counts_compared', cookies.wazuh)).json())
  expect(items.map(({ outcome, managerName }) => [outcome, managerName])).toEqual([
    ['ok', 'main'],
    ['failed', 'main'],
  ])
  expect(items[1]?.detail).toContainEqual({ name: 'total', value: '120 listed, 160 in the summary' })
})
