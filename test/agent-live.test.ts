import { afterEach, describe, expect, it } from 'vitest'
import { agentInventory, agentInventoryList, INVENTORY_LISTS } from '#lib/contract/agent-inventory.ts'
import { agentCollection, agentConfig, agentLive, CONFIG_SECTIONS } from '#lib/contract/agent-live.ts'
import { z } from '#lib/contract/zod.ts'
import { getAgentCollection } from '#server/services/agent/get-agent-collection.ts'
import { getAgentConfig } from '#server/services/agent/get-agent-config.ts'
import { getAgentInventory } from '#server/services/agent/get-agent-inventory.ts'
import { getAgentInventoryList } from '#server/services/agent/get-agent-inventory-list.ts'
import { getAgentLive } from '#server/services/agent/get-agent-live.ts'
import { idsWithSerial } from '#server/store/serials-repo.ts'
import { type AskRig, askRig } from './ask-rig.ts'

let rig: AskRig
afterEach(async () => {
  // Whoever asked: no token and no password in any log, and nobody was logged out.
  expect(rig.lines.join('\n')).not.toMatch(/eyJ|"password"/)
  expect(rig.asked('DELETE')).toBe(0)
  await rig.stop()
})

const live = async (token: string, id: string) =>
  z.strictObject(agentLive.shape).parse(await getAgentLive({ ctx: await rig.as(token), input: { manager: 'main', id } }))
const inventory = async (token: string, id: string) =>
  z
    .strictObject(agentInventory.shape)
    .parse(await getAgentInventory({ ctx: await rig.as(token), input: { manager: 'main', id } }))
const listed = async (token: string, id: string, list: string) =>
  agentInventoryList.parse(await getAgentInventoryList({ ctx: await rig.as(token), input: { manager: 'main', id, list } }))
const collection = async (token: string, id: string) =>
  z
    .strictObject(agentCollection.shape)
    .parse(await getAgentCollection({ ctx: await rig.as(token), input: { manager: 'main', id } }))
const config = async (token: string, id: string, section = 'agent/client') =>
  z
    .strictObject(agentConfig.shape)
    .parse(await getAgentConfig({ ctx: await rig.as(token), input: { manager: 'main', id, section } }))
const why = (part: { kind: 'answer' } | { kind: 'none'; why: string }) => (part.kind === 'none' ? part.why : 'answer')

describe('an active agent', () => {
  it('says what it says of itself, beside what its manager counted', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    const { agent, remoted, bufferSize } = await live(wazuh, '001')
    expect(agent).toMatchObject({ kind: 'answer', askedAt: '2026-11-21T10:00:00.000Z', before: null })
    expect(agent.kind === 'answer' && agent.data).toMatchObject({ state: 'connected', bufferEnabled: true })
    expect(agent.kind === 'answer' && agent.data.lastKeepAlive).toBe('2026-11-21T09:59:55')
    expect(remoted.kind === 'answer' && remoted.data.keepAlives).toBeGreaterThan(0)
    expect(bufferSize).toBe(5000)
    rig.clock.time += 20_000
    const next = await live(wazuh, '001')
    expect(next.agent.kind === 'answer' && next.agent.before?.askedAt).toBe('2026-11-21T10:00:00.000Z')
  })

  it('tells its logs, its configuration and its machine when somebody opens them', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    const files = (await collection(wazuh, '001')).collection
    expect(files.kind === 'answer' && files.data.global.files.length).toBeGreaterThan(2)
    for (const section of CONFIG_SECTIONS) {
      expect({ section, why: why((await config(wazuh, '001', section)).config) }).toEqual({ section, why: 'answer' })
      rig.clock.time += 60_000
    }
    const client = (await config(wazuh, '001')).config
    expect(client.kind === 'answer' && client.data).toContainEqual({ path: ['server', '1', 'port'], value: '1514' })
    const { hardware, system, addresses, interfaces } = await inventory(wazuh, '001')
    const serial = (hardware.kind === 'answer' && hardware.data.boardSerial) || ''
    expect(serial).toMatch(/^[0-9A-F]{10}$/)
    // Only what a page loaded is known afterwards, as evidence of which machine it is.
    expect(await idsWithSerial((await rig.as(wazuh)).prisma, 'main', serial)).toEqual([1])
    expect(system.kind === 'answer' && system.data).toMatchObject({ hostname: 'a001', architecture: 'x86_64' })
    expect(addresses.kind === 'answer' && addresses.data.items[0]).toMatchObject({ address: '10.0.0.1', protocol: 'ipv4' })
    expect(interfaces.kind === 'answer' && interfaces.data.items[0]).toMatchObject({ state: 'up' })
  })
})

describe('the long lists of an inventory', () => {
  it('are what the manager has, in its order, asked once in a minute for everybody who may know them', async () => {
    rig = await askRig()
    const [wazuh, analyst] = [await rig.enter('wazuh'), await rig.enter('analyst')]
    const ports = await listed(wazuh, '001', 'ports')
    const rows = ports.list === 'ports' && ports.rows.kind === 'answer' ? ports.rows.data : null
    expect(rows?.items).toContainEqual({
      ...{ protocol: 'tcp', localIp: '0.0.0.0', localPort: 22, remoteIp: '0.0.0.0', remotePort: 0 },
      ...{ state: 'listening', process: 'sshd', pid: expect.any(Number) },
    })
    expect(rows?.items.map(({ localPort }) => localPort)).toEqual(rows?.items.map(({ localPort }) => localPort).sort(byNumber))
    expect(rows?.total).toBe(rows?.items.length)
    const packages = await listed(wazuh, '001', 'packages')
    const own = packages.list === 'packages' && packages.rows.kind === 'answer' ? packages.rows.data : null
    expect(own?.items).toContainEqual(expect.objectContaining({ name: 'wazuh-agent', version: '4.14.7-1', format: 'deb' }))
    expect(Date.parse(own?.scannedAt ?? '')).toBeLessThanOrEqual(rig.clock.time)
    const processes = await listed(wazuh, '001', 'processes')
    const running = processes.list === 'processes' && processes.rows.kind === 'answer' ? processes.rows.data : null
    expect(running?.items).toContainEqual(expect.objectContaining({ name: 'sshd', user: 'root', command: '/usr/sbin/sshd' }))
    for (let second = 0; second < 59; second += 10) {
      await Promise.all(INVENTORY_LISTS.map((list) => listed(wazuh, '001', list)))
      rig.clock.time += 10_000
    }
    expect(why((await listed(analyst, '001', 'ports')).rows)).toBe('no_permission')
    for (const list of INVENTORY_LISTS) expect(rig.asked(`/syscollector/{agent_id}/${list}`)).toBe(1)
    await expect(listed(wazuh, '001', 'hotfixes')).rejects.toMatchObject({ code: 'bad_request' })
    await expect(listed(wazuh, '999', 'ports')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are there while an agent is away, and have a reason where the manager has none', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    const away = await listed(wazuh, '002', 'packages')
    const scannedAt = away.rows.kind === 'answer' ? away.rows.data.scannedAt : null
    expect(Date.parse(scannedAt ?? '')).toBeLessThan(rig.clock.time)
    expect(why((await listed(wazuh, '003', 'packages')).rows)).toBe('never_connected')
    await rig.setManagerVersion('v5.0.0')
    expect(why((await listed(wazuh, '001', 'ports')).rows)).toBe('not_offered')
    expect(rig.asked('/syscollector/')).toBe(1)
  })
})

const byNumber = (a: number | null, b: number | null) => (a ?? 0) - (b ?? 0)

describe('an agent that can’t be asked', () => {
  it.each([
    ['002', 'disconnected', 'disconnected', 'answer'],
    ['003', 'never_connected', 'never_connected', 'never_connected'],
    ['004', 'too_old', 'answer', 'answer'],
    ['000', 'manager_itself', 'manager_itself', 'answer'],
  ])('gives a reason and is not asked: %s', async (id, says, remoted, machine) => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    const found = await live(wazuh, id)
    expect([why(found.agent), why(found.remoted)]).toEqual([says, remoted])
    expect(why((await inventory(wazuh, id)).hardware)).toBe(machine)
    expect(rig.asked('/stats/{component}')).toBe(0)
    if (says === 'too_old') expect(found.agent).toMatchObject({ minVersion: '4.2.0' })
  })

  it('for its configuration has an older limit', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    expect(why((await config(wazuh, '004')).config)).toBe('answer')
    expect((await config(wazuh, '007')).config).toMatchObject({ why: 'too_old', minVersion: '3.7.0' })
    expect((await collection(wazuh, '007')).collection).toMatchObject({ why: 'too_old', minVersion: '4.2.0' })
  })

  it('that went since it was read is told as the manager says it', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    rig.demo.control.setAgent('001', { status: 'disconnected', status_code: 4 })
    const { agent, remoted } = await live(wazuh, '001')
    expect([why(agent), why(remoted)]).toEqual(['disconnected', 'disconnected'])
    expect(why((await config(wazuh, '001')).config)).toBe('disconnected')
    rig.demo.control.removeAgent('005')
    expect(why((await live(wazuh, '005')).agent)).toBe('removed')
  })

  it('because its manager is of a version that no longer offers it is not asked', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    await rig.setManagerVersion('v5.0.0')
    const { agent, remoted } = await live(wazuh, '001')
    expect([why(agent), why(remoted), why((await inventory(wazuh, '001')).system)]).toEqual(Array(3).fill('not_offered'))
    expect(rig.asked('/agents/{agent_id}/') + rig.asked('/syscollector/')).toBe(0)
  })

  it('because it is silent is left alone for a minute: each question holds its manager up', async () => {
    rig = await askRig()
    const wazuh = await rig.enter('wazuh')
    rig.demo.control.setAgent('001', { lastKeepAlive: '2026-11-21T09:50:00Z' })
    expect(why((await live(wazuh, '001')).agent)).toBe('silent')
    rig.clock.time += 45_000
    expect(why((await live(wazuh, '001')).agent)).toBe('silent')
    expect(rig.asked('/stats/{component}')).toBe(1)
    rig.clock.time += 20_000
    await live(wazuh, '001')
    expect(rig.asked('/stats/{component}')).toBe(2)
  })

  it('for it is not there, or because nobody may know of it, is answered alike', async () => {
    rig = await askRig()
    const branch = await rig.enter('branch')
    const told = async (id: string) => live(branch, id).catch((error) => ({ code: error.code, message: error.message }))
    const absent = await told('999')
    for (const id of ['001', '000', 'x', '-1', '1e3', '00001x']) expect(await told(id)).toEqual(absent)
    expect(why(((await told('009')) as Awaited<ReturnType<typeof live>>).agent)).toBe('answer')
  })
})

const EVERY_AGENT = [{ id: 900, name: 'all', actions: ['agent:read'], resources: ['agent:id:*'], effect: 'allow' }] as const

describe('people who look at one agent', () => {
  it('share one question of each kind in 15 seconds, however many they are', async () => {
    rig = await askRig({ budgetPerMinute: 100 })
    const tokens = [await rig.enter('wazuh'), await rig.enter('analyst'), await rig.enter('wazuh')]
    for (let second = 0; second < 60; second++) {
      await Promise.all(tokens.flatMap((token) => [live(token, '001'), live(token, '001')]))
      rig.clock.time += 1000
    }
    expect(rig.asked('/stats/{component}')).toBe(4)
    expect(rig.asked('/daemons/stats')).toBe(4)
    expect(rig.asked('/config/')).toBe(1)
  })

  it('get no answer that their own rights do not allow, though another has just had it', async () => {
    rig = await askRig()
    const [wazuh, analyst, branch] = [await rig.enter('wazuh'), await rig.enter('analyst'), await rig.enter('branch')]
    await live(wazuh, '001')
    await expect(live(branch, '001')).rejects.toMatchObject({ code: 'not_found' })
    const [whole, none] = [await inventory(wazuh, '001'), await inventory(analyst, '001')]
    expect([why(whole.hardware), why(none.hardware), why(none.system)]).toEqual(['answer', 'no_permission', 'no_permission'])
    expect(rig.asked('/hardware')).toBe(1)
  })

  it('do not pass on that one of them lost a right: the next one asks with their own account', async () => {
    rig = await askRig()
    const [analyst, wazuh] = [await rig.enter('analyst'), await rig.enter('wazuh')]
    // Rights are read again every 40 s; until then ours are the old ones.
    rig.demo.control.setPolicies('analyst', [])
    const both = await rig.during(Promise.all([live(analyst, '001'), live(wazuh, '001')]))
    expect(both.map(({ agent }) => why(agent))).toEqual(['no_permission', 'answer'])
    // The first one's token was renewed in between.
    expect(rig.asked('/stats/{component}')).toBe(3)
    rig.clock.time += 12_000
    expect(why((await live(wazuh, '001')).agent)).toBe('answer')
    expect(why((await live(analyst, '001')).agent)).toBe('no_permission')
    rig.clock.time += 60_000
    await expect(live(analyst, '001')).rejects.toMatchObject({ code: 'not_found' })
    rig.demo.control.setPolicies('analyst', EVERY_AGENT)
    rig.clock.time += 61_000
    expect(why((await rig.during(live(analyst, '001'))).agent)).toBe('answer')
  })
})

const IDS = ['001', '004', '005', '006', '007', '008', '009']

describe('the budget', () => {
  it('leaves room for signing in however many agents are looked at', async () => {
    rig = await askRig({ budgetPerMinute: 30 })
    const wazuh = await rig.enter('wazuh')
    const before = rig.client.requestCount()
    for (let round = 0; round < 4; round++) for (const id of IDS) await live(wazuh, id)
    expect(rig.client.requestCount() - before).toBeLessThanOrEqual(20)
    const asked = rig.client.requestCount()
    await rig.enter('analyst')
    expect(rig.client.requestCount()).toBe(asked + 2)
  })

  it('that is used up keeps what was answered last, and says when it goes on', async () => {
    rig = await askRig({ budgetPerMinute: 15 })
    const wazuh = await rig.enter('wazuh')
    rig.clock.time += 60_000
    expect(why((await live(wazuh, '005')).agent)).toBe('answer')
    rig.clock.time += 16_000
    const { agent, remoted, nextInSeconds } = await live(wazuh, '005')
    expect([why(agent), why(remoted)]).toEqual(['answer', 'busy'])
    expect(remoted.kind === 'none' && remoted.before?.data.keepAlives).toBeGreaterThan(0)
    expect(nextInSeconds).toBeLessThanOrEqual(45)
    rig.clock.time += 46_000
    expect(why((await live(wazuh, '005')).remoted)).toBe('answer')
  })
})
