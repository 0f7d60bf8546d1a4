import { afterEach, expect, it } from 'vitest'
import { SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { accountWarnings } from '#server/sync/account-warning.ts'
import { collectorRig, configOf } from './collector-rig.ts'

let rig: Awaited<ReturnType<typeof collectorRig>>
afterEach(() => rig.stop())

/** What a person is told of the account that collected one pass. */
async function accountAfterPass(user: string) {
  rig = await collectorRig({ agents: 60, seed: 7, frozen: true }, { user })
  await rig.pass()
  const prisma = openPrisma(rig.store.file)
  const clock = { now: () => Date.now(), sleep: async () => undefined }
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  return async (who: { administrator?: boolean; demo?: boolean; scope?: Scope } = {}) => {
    const { administrator = false, demo = false, scope = SCOPE_ALL } = who
    const config = { demo, intervalSeconds: 30, managers: [configOf(rig.demo, user)] }
    const report = await getSync({
      ctx: { fleet, prisma, clock, log, config, scope },
      input: { administers: () => administrator },
    })
    return report.managers[0]?.account
  }
}

it('an account that may do more than read, with a first password, is told of to administrators only', async () => {
  const account = await accountAfterPass('wazuh')
  expect(await account()).toEqual({ hidden: [], excess: [], defaultPassword: false })
  const told = await account({ administrator: true })
  expect(told).toMatchObject({ hidden: [], defaultPassword: true })
  expect(told?.excess).toEqual(expect.arrayContaining(['agent:delete', 'cluster:update_config', 'security:update']))
  expect(told?.excess).not.toContain('agent:read')
  expect(await account({ administrator: true, demo: true })).toMatchObject({ defaultPassword: false })
})

it('what the account may not read is told to everybody, without a number', async () => {
  const account = await accountAfterPass('branch')
  const limited: Scope = { kind: 'limited', managers: new Map() }
  expect(await account()).toEqual({ hidden: ['agents', 'groups', 'card'], excess: [], defaultPassword: false })
  expect(await account({ scope: limited })).toBeUndefined()
  const lines = accountWarnings({ name: 'Main', user: 'branch' }, { hidden: ['agents', 'groups', 'card'], excess: [] })
  expect(lines).toEqual([
    'rollcall: Main: the account “branch” that Rollcall collects with may not read every agent: only what it may read is shown',
  ])
})

it('the account of the role for reading has nothing to be told', async () => {
  const account = await accountAfterPass('analyst')
  expect(await account({ administrator: true })).toEqual({ hidden: [], excess: [], defaultPassword: false })
})
