import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { born, oneOfEach, told } from '../agent/testing.ts'
import { running, start, stop } from '../testing.ts'

beforeEach(() => start({ fleet: oneOfEach, frozen: false, clock: { now: () => born } }))
afterEach(stop)

const put = (path: string, user = 'wazuh') => told(path, { method: 'PUT', user })
const upgrade = (query: string, user = 'wazuh') => put(`/agents/upgrade?agents_list=${query}`, user)
const states = async () => (await told('/tasks/status?select=status')).items.map((item: { status: string }) => item.status)
const versionOf = async (id: string) => (await told(`/agents?agents_list=${id}&select=version`)).items[0].version
const pass = (seconds: number) => running().control.advance(seconds * 1000)

/** Orders an upgrade again at later moments until one goes the given way: some agents have bad luck. */
async function orderUntil(query: string, wanted: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const order = await upgrade(query)
    expect(order.code).toBe(0)
    pass(1000)
    if ((await states()).at(-1) === wanted) return
  }
  throw new Error(`no upgrade was ${wanted}`)
}

describe('an upgrade', () => {
  it('is queued, under way, and done when the agent is back with its new version', async () => {
    const order = await upgrade('004')
    expect(order).toMatchObject({ status: 200, code: 0, items: [{ agent: '004', task_id: 1 }] })
    expect(order.body.message).toBe('All upgrade tasks were created')
    expect(await states()).toEqual(['Pending'])
    const [queued] = (await told('/agents/upgrade_result?agents_list=004')).items
    expect(queued).toEqual({
      message: 'Success',
      agent: '004',
      task_id: 1,
      node: 'node01',
      module: 'upgrade_module',
      command: 'upgrade',
      status: 'In queue',
      create_time: '2026-11-21T10:00:00Z',
    })
    pass(3)
    expect(await states()).toEqual(['In progress'])
    expect(await versionOf('004')).toBe('Wazuh v4.1.5')
    expect((await upgrade('004')).code).toBe(1820)
    pass(240)
    const [updated] = (await told('/agents/upgrade_result?agents_list=004')).items
    expect(updated).toMatchObject({ status: 'Updated', update_time: expect.stringMatching(/^2026-11-21T10:0\d:\d\dZ$/) })
    expect(await states()).toEqual(['Done'])
    expect(await versionOf('004')).toBe('Wazuh v4.14.7')
    expect((await upgrade('004')).code).toBe(1822)
  })

  it.each([false, true])('takes the agent away for a moment, in a frozen fleet (%s) too', async (frozen) => {
    running().control.replaceFleet({ fleet: oneOfEach, frozen })
    await upgrade('004')
    const seen = new Set<string>()
    for (let step = 0; step < 60; step++) {
      pass(2)
      seen.add((await told('/agents?agents_list=004&select=status')).items[0].status)
    }
    expect([...seen]).toEqual(['active', 'disconnected', 'pending'])
  })

  it.each([
    ['000', 1703],
    ['999', 1701],
    ['002', 1707],
    ['003', 1707],
    ['001', 1822],
    ['006', 1819],
    ['008', 1821],
  ])('fails for %s', async (id, code) => {
    expect(await upgrade(id)).toMatchObject({
      status: 200,
      code,
      total: 0,
      body: { error: 1, message: 'No upgrade task was created' },
    })
  })

  it('says which requirements an agent does not meet', async () => {
    const { body, code } = await upgrade('004&version=4.9.2&os.platform=ubuntu&q=id!%3D000')
    expect(code).toBe(1731)
    expect(body.data.failed_items[0].error.message).toBe(
      'Agent is not eligible for the action to be performed: some of the requirements are not met -> version: wazuh v4.9.2, os.platform: ubuntu, q: id!=000',
    )
  })

  it('of several agents fails one by one', async () => {
    const { body, items } = await upgrade('009,001,002')
    expect(items).toEqual([{ agent: '009', task_id: 1 }])
    expect(body).toMatchObject({ error: 2, message: 'Some upgrade tasks were not created' })
    expect(body.data.failed_items.map((failed: { id: string[] }) => failed.id)).toEqual([['002'], ['001']])
  })

  it('of all agents passes over those that cannot be upgraded', async () => {
    const { body, items } = await upgrade('all')
    expect(body).toMatchObject({ error: 0, data: { total_failed_items: 0 } })
    expect(items.map((item: { agent: string }) => item.agent)).toEqual(['004', '005', '007', '009'])
  })

  it('to a version above the manager needs force, and then finds no package', async () => {
    expect(await upgrade('004&upgrade_version=4.15.0')).toMatchObject({ status: 400, code: 1823 })
    expect((await upgrade('004&upgrade_version=4.15.0&force=true')).code).toBe(0)
    pass(60)
    expect((await told('/tasks/status')).items[0]).toMatchObject({
      status: 'Failed',
      error_message: 'The version of the WPK does not exist in the repository',
    })
    expect(await versionOf('004')).toBe('Wazuh v4.1.5')
  })

  it('down to an older version needs force', async () => {
    expect((await upgrade('009&upgrade_version=v4.8.0')).code).toBe(1822)
    await orderUntil('009&upgrade_version=v4.8.0&force=true', 'Done')
    expect(await versionOf('009')).toBe('Wazuh v4.8.0')
  })

  it('goes wrong now and then, and leaves the version as it was', async () => {
    await orderUntil('001&force=true&upgrade_version=4.14.7', 'Failed')
    const failed = (await told('/agents/upgrade_result?agents_list=001')).items[0]
    expect(failed).toMatchObject({ status: 'Error', error_msg: expect.any(String) })
    await orderUntil('001&force=true&upgrade_version=4.14.7', 'Timeout')
  })

  it('from a repository or file that is not there fails later', async () => {
    await upgrade('009&wpk_repo=example.org/wpk')
    await put('/agents/upgrade_custom?agents_list=004&file_path=/var/ossec/tmp/agent.wpk')
    pass(60)
    expect((await told('/tasks/status?select=error_message,command&sort=task_id')).items).toEqual([
      { task_id: 1, command: 'upgrade', error_message: 'The repository is not reachable' },
      { task_id: 2, command: 'upgrade_custom', error_message: 'The WPK file does not exist' },
    ])
  })

  it('from a file takes the version in its name, however old', async () => {
    const path = '/agents/upgrade_custom?agents_list=001&file_path=/var/ossec/var/upgrade/wazuh_agent_v4.10.1_linux_x86_64.wpk'
    for (let attempt = 0; attempt < 10 && (await versionOf('001')) !== 'Wazuh v4.10.1'; attempt++) {
      expect((await put(path)).code).toBe(0)
      pass(1000)
    }
    expect(await versionOf('001')).toBe('Wazuh v4.10.1')
  })

  it('of an agent that has fallen silent fails', async () => {
    running().control.setAgent('004', { lastKeepAlive: new Date(born - 600_000).toISOString() })
    await upgrade('004')
    pass(90)
    expect((await told('/tasks/status')).items[0]).toMatchObject({ status: 'Failed', error_message: 'Send lock restart error' })
  })

  it('needs the right to upgrade this agent', async () => {
    expect(await upgrade('004', 'analyst')).toMatchObject({ status: 403, code: 4000 })
    expect(await upgrade('all', 'analyst')).toMatchObject({ status: 200, code: 0, total: 0 })
    const upgrading = {
      id: 900,
      name: 'upgrading',
      actions: ['agent:upgrade'],
      resources: ['agent:group:branch-north'],
      effect: 'allow' as const,
    }
    running().control.setPolicies('analyst', [upgrading])
    expect(await upgrade('004,009', 'analyst')).toMatchObject({
      code: 4000,
      items: [{ agent: '009', task_id: 1 }],
      body: { error: 2 },
    })
    expect(await told('/tasks/status', { user: 'analyst' })).toMatchObject({ status: 403, code: 4000 })
  })

  it('is forgotten with the fleet', async () => {
    await upgrade('004')
    running().control.replaceFleet({ fleet: oneOfEach })
    expect((await told('/tasks/status')).body).toMatchObject({ error: 0, message: 'No status was returned' })
  })
})

describe('the result of upgrades', () => {
  it('is missing for an agent that was asked for and has none, in silence for all', async () => {
    expect(await told('/agents/upgrade_result?agents_list=004')).toMatchObject({ status: 200, code: 1813 })
    expect((await told('/agents/upgrade_result')).body).toMatchObject({ error: 0, message: 'No upgrade task was returned' })
    await upgrade('005,004')
    const { items } = await told('/agents/upgrade_result')
    expect(items.map((item: { agent: string }) => item.agent)).toEqual(['004', '005'])
  })
})

describe('the list of tasks', () => {
  beforeEach(async () => {
    await upgrade('004')
    pass(5)
    await upgrade('005,009')
    await put('/agents/upgrade_custom?agents_list=007&file_path=/var/ossec/var/upgrade/a.wpk')
  })

  const ids = async (query: string) =>
    (await told(`/tasks/status?${query}`)).items.map((item: { task_id: number }) => item.task_id)

  it.each([
    ['agents_list=004,009', [1, 3]],
    ['tasks_list=2,99', [2]],
    ['status=Pending', [2, 3, 4]],
    ['status=In progress', [1]],
    ['command=upgrade_custom', [4]],
    ['module=upgrade_module&limit=2', [1, 2]],
    ['node=node02', []],
    ['q=agent_id>4;status=Pending', [2, 3, 4]],
    ['q=create_time<4s', [2, 3, 4]],
    ['search=custom', [4]],
    ['sort=-task_id&offset=1&limit=2', [3, 2]],
  ])('takes %s', async (query, expected) => {
    expect(await ids(encodeURI(query))).toEqual(expected)
  })

  it('leaves out what has not happened yet', async () => {
    const [under, waiting] = (await told('/tasks/status')).items
    expect(under).toMatchObject({ agent_id: '004', status: 'In progress', last_update_time: expect.stringMatching(/Z$/) })
    expect(Object.keys(waiting).sort()).toEqual(['agent_id', 'command', 'create_time', 'module', 'node', 'status', 'task_id'])
  })

  it('does not know other fields', async () => {
    expect(await told('/tasks/status?select=colour')).toMatchObject({ status: 400, code: 1724 })
    expect(await told('/tasks/status?sort=colour')).toMatchObject({ status: 400, code: 1403 })
    expect(await told('/tasks/status?q=colour=1')).toMatchObject({ status: 400, code: 1408 })
  })
})
