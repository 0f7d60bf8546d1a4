import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inventoryKinds } from '../agent/inventory-fields.ts'
import { born, oneOfEach, told } from '../agent/testing.ts'
import { running, start, stop } from '../testing.ts'

beforeAll(() => start({ fleet: oneOfEach, frozen: false, clock: { now: () => born } }))
afterAll(stop)

type Item = Record<string, unknown>

const inventory = (path: string, user = 'wazuh') => told(`/syscollector/${encodeURI(path)}`, { user })
const items = async (path: string): Promise<Item[]> => (await inventory(path)).items
const valuesOf = async (path: string, field: string) => (await items(path)).map((item) => item[field])

describe('an inventory', () => {
  it.each(inventoryKinds)('of %s is the same whenever it is asked for, and names its agent', async (kind) => {
    const first = await items(`005/${kind}`)
    expect(first.length).toBeGreaterThan(0)
    expect(await items(`005/${kind}`)).toEqual(first)
    expect(new Set(first.map((item) => item.agent_id))).toEqual(new Set(['005']))
  })

  it.each(inventoryKinds)('of %s is kept while the agent is away, and missing before it first came', async (kind) => {
    expect(await inventory(`002/${kind}`)).toMatchObject({ status: 200, code: 0 })
    expect(await inventory(`003/${kind}`)).toMatchObject({ status: 400, code: 2007 })
    expect(await inventory(`999/${kind}`)).toMatchObject({ status: 200, code: 1701 })
  })

  it('is of the time since the agent enrolled', async () => {
    const id = running().control.addAgent({ name: 'just-came', os: { name: 'Ubuntu', platform: 'ubuntu', version: '24.04' } })
    const time = new Date(born).toISOString().replace(/\.\d+/, '')
    running().control.setAgent(id, { status: 'active', version: 'Wazuh v4.14.7', dateAdd: time, lastKeepAlive: time })
    expect(await valuesOf(`${id}/hardware`, 'scan')).toMatchObject([{ time: time.replace('Z', '+00:00') }])
    running().control.removeAgent(id)
  })

  it('says in words that an agent has none yet', async () => {
    const { body } = await inventory('003/os')
    expect(body.detail).toBe(
      'Error retrieving data from Wazuh DB: There is no database for agent 003. Please check if the agent has connected to the manager',
    )
  })

  it('fits what the list of agents says', async () => {
    const [agent] = (await told('/agents?agents_list=005')).items
    const [os] = await items('005/os')
    expect(os).toMatchObject({ hostname: agent.name, os: { name: agent.os.name, major: agent.os.major } })
    expect(await valuesOf('005/netaddr?proto=ipv4', 'address')).toEqual([agent.ip])
    expect(agent.version).toContain((await valuesOf('005/packages?name=Wazuh Agent', 'version'))[0])
  })

  it('is renewed every hour', async () => {
    const time = async () => JSON.stringify((await items('001/hardware'))[0]?.scan)
    const before = await time()
    running().control.advance(3_600_000)
    expect(await time()).not.toBe(before)
  })

  it('needs its own right, for this agent', async () => {
    expect(await inventory('009/os', 'branch')).toMatchObject({ status: 403, code: 4000 })
    const reading = {
      id: 900,
      name: 'reading',
      actions: ['syscollector:read'],
      resources: ['agent:group:branch-north'],
      effect: 'allow' as const,
    }
    running().control.setPolicies('branch', [reading])
    expect(await inventory('009/os', 'branch')).toMatchObject({ status: 200, total: 1 })
    expect(await inventory('001/os', 'branch')).toMatchObject({ status: 403, code: 4000 })
  })
})

describe('what is asked of an inventory', () => {
  it.each([
    ['ports?protocol=tcp&local.port=22', 'process', ['sshd']],
    ['ports?process=sshd&state=listening', 'process', ['sshd']],
    ['ports?local.port=1', 'process', []],
    ['processes?pid=1', 'name', ['systemd']],
    ['processes?ppid=0', 'name', ['systemd']],
    ['processes?name=sshd&euser=root', 'name', ['sshd']],
    ['netaddr?proto=ipv4', 'proto', ['ipv4']],
    ['netiface?state=up&mtu=1500', 'type', ['ethernet']],
    ['netiface?tx.errors=1', 'type', []],
    ['packages?name=openssh-server', 'section', ['net']],
    ['packages?vendor=Wazuh, Inc <info@wazuh.com>', 'name', ['wazuh-agent']],
    ['packages?q=name~wazuh;format=deb', 'name', ['wazuh-agent']],
    ['packages?search=wazuh-a', 'name', ['wazuh-agent']],
    ['packages?sort=-name&limit=1', 'name', ['wazuh-agent']],
    ['processes?q=pid=1', 'name', ['systemd']],
    ['processes?select=euser&distinct=true&sort=euser&q=euser~sys', 'euser', ['syslog']],
  ])('is answered for %s', async (path, field, expected) => {
    expect(await valuesOf(`001/${path}`, field)).toEqual(expected)
  })

  it('pages over all that matches', async () => {
    const all = await valuesOf('001/packages', 'name')
    const { total, items: page } = await inventory('001/packages?offset=3&limit=4')
    expect(total).toBe(all.length)
    expect(page.map((item: Item) => item.name)).toEqual(all.slice(3, 7))
    expect(await valuesOf('001/packages?search=-wazuh', 'name')).toEqual(all.filter((name) => !String(name).includes('wazuh')))
  })

  it('selects fields, and always tells the agent', async () => {
    expect((await items('001/ports?select=local.port,pid&limit=1'))[0]).toEqual({
      local: { port: 22 },
      pid: expect.any(Number),
      agent_id: '001',
    })
    expect(Object.keys((await items('001/hardware?select=cpu.cores'))[0] ?? {})).toEqual(['cpu', 'agent_id'])
  })

  it.each([
    ['001/packages?select=colour', 1724],
    ['001/packages?sort=colour', 1403],
    ['001/packages?q=colour=red', 1408],
    ['001/os?search=a', undefined],
    ['001/ports?pid=a', undefined],
    ['001/netiface?mtu=-1', undefined],
    ['001/colours', 404],
  ])('is refused for %s', async (path, code) => {
    const { status, body } = await inventory(path)
    expect(code === 404 ? status : body.error).toBe(code)
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('has other fields for Windows', async () => {
    expect(await inventory('005/os?select=os.platform')).toMatchObject({ status: 400, code: 1724 })
    expect(await inventory('001/os?select=os.platform')).toMatchObject({ status: 200, total: 1 })
    expect((await items('001/hotfixes')).length).toBe(0)
  })
})
