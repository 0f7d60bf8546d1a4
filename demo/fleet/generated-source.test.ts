import { describe, expect, it } from 'vitest'
import { type AgentSource, columnNames } from './columns.ts'
import { generateSource } from './generated-source.ts'

const bornAt = 1_795_000_000

function everything(source: AgentSource, at: number): string {
  source.refresh(at)
  const rows = Array.from({ length: source.size }, (_, row) => columnNames.map((name) => source.columns[name].read(row)))
  return JSON.stringify([rows, source.groups(at), source.identity])
}

function make(agents: number, seed = 7, frozen = false): AgentSource {
  return generateSource({ agents, seed, bornAt, frozen })
}

function countBy(source: AgentSource, column: (typeof columnNames)[number]): Map<unknown, number> {
  const counts = new Map<unknown, number>()
  for (let row = 1; row < source.size; row++) {
    const value = source.columns[column].read(row)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

describe('a generated fleet', () => {
  it('is the same, to the last character, for the same seed and moment', () => {
    const direct = everything(make(400), bornAt + 5000)
    const other = make(400)
    everything(other, bornAt - 900)
    everything(other, bornAt + 90_000)
    expect(everything(other, bornAt + 5000)).toBe(direct)
    expect(everything(make(400, 8), bornAt + 5000)).not.toBe(direct)
  })

  it('moves when it lives and stands still when it is frozen', () => {
    const living = make(300)
    expect(everything(living, bornAt + 25)).not.toBe(everything(living, bornAt))
    const frozen = make(300, 7, true)
    expect(everything(frozen, bornAt + 100_000)).toBe(everything(frozen, bornAt))
  })

  it('is about 92 % active, 4 % disconnected, 3 % never connected, with some pending, for weeks', () => {
    const source = make(20_000)
    for (const days of [0, 1, 20]) {
      source.refresh(bornAt + days * 86_400)
      const counts = countBy(source, 'connection_status')
      const share = (status: string) => (counts.get(status) ?? 0) / 20_000
      expect(share('active')).toBeGreaterThan(0.9)
      expect(share('active')).toBeLessThan(0.95)
      expect(share('disconnected')).toBeGreaterThan(0.025)
      expect(share('disconnected')).toBeLessThan(0.06)
      expect(share('never_connected')).toBeGreaterThan(0.02)
      expect(counts.get('pending')).toBeGreaterThan(0)
    }
  })

  it('shows every status, reason and oddity from 40 agents on', () => {
    const source = make(40)
    source.refresh(bornAt)
    expect([...countBy(source, 'connection_status').keys()].sort()).toEqual([
      'active',
      'disconnected',
      'never_connected',
      'pending',
    ])
    expect([...countBy(source, 'status_code').keys()].sort()).toEqual([0, 1, 2, 3, 4, 5])
    const platforms = [...countBy(source, 'os_platform').keys()]
    expect(platforms).toEqual(expect.arrayContaining(['windows', 'darwin', null]))
    expect([...countBy(source, 'ip').keys()].some((ip) => String(ip).includes(':'))).toBe(true)
    expect(Math.max(...[...countBy(source, 'group').keys()].map((list) => String(list).split(',').length))).toBeGreaterThan(10)
  })

  it('gives an agent of one group, when in step, the sum of that group', () => {
    const source = make(500)
    source.refresh(bornAt)
    const sum = source.groups(bornAt).find((group) => group.name === 'default')?.mergedSum
    const { columns } = source
    const plain = Array.from({ length: 500 }, (_, index) => index + 1).filter((row) => columns.group.read(row) === 'default')
    const inStep = plain.filter(
      (row) => columns.group_config_status.read(row) === 'synced' && columns.connection_status.read(row) === 'active',
    )
    expect(inStep.length).toBeGreaterThan(50)
    for (const row of inStep) expect(columns.merged_sum.read(row)).toBe(sum)
  })

  it('gives several groups one sum, which is another one whenever a group of them or their order is', () => {
    const source = make(10)
    const list = 'default,linux-servers,pci-dss'
    const parts = new Map<string, Set<string>>()
    for (let at = bornAt; at < bornAt + 6 * 86_400; at += 300) {
      const own = source.groups(at).filter(({ name }) => list.split(',').includes(name))
      const key = own.map(({ mergedSum }) => mergedSum).join()
      parts.set(key, (parts.get(key) ?? new Set()).add(source.mergedSum(list, at)))
    }
    expect(parts.size).toBeGreaterThan(5)
    expect([...parts.values()].every((sums) => sums.size === 1)).toBe(true)
    expect(new Set([...parts.values()].flatMap((sums) => [...sums])).size).toBe(parts.size)
    expect(source.mergedSum('pci-dss,linux-servers,default', bornAt)).not.toBe(source.mergedSum(list, bornAt))
  })

  it('keeps what an agent holds while it comes back, though it is not in step yet', () => {
    const source = make(2000)
    const { columns } = source
    let seen = 0
    for (let at = bornAt; at < bornAt + 86_400 && seen < 2; at += 60) {
      source.refresh(at)
      for (let row = 1; row < source.size; row++) {
        const connectedAt = source.beat(row).connectedAt
        if (columns.group.read(row) !== 'default' || columns.connection_status.read(row) !== 'active') continue
        if (!(at - connectedAt < 20) || columns.group_config_status.read(row) !== 'not synced') continue
        const sum = source.groups(at).find(({ name }) => name === 'default')?.mergedSum
        if (columns.merged_sum.read(row) === sum) seen++
      }
    }
    expect(seen).toBeGreaterThanOrEqual(2)
  })

  it('falls out of step after a change of configuration and finds back within minutes', () => {
    const source = make(2000)
    const outOfStep = (at: number) => {
      source.refresh(at)
      return countBy(source, 'group_config_status').get('not synced') ?? 0
    }
    const counts = Array.from({ length: 400 }, (_, index) => outOfStep(bornAt + index * 30 * 10))
    const usual = [...counts].sort((a, b) => a - b)[200] ?? 0
    const burst = counts.findIndex((count) => count > usual + 20)
    expect(burst).toBeGreaterThanOrEqual(0)
    expect(outOfStep(bornAt + burst * 300 + 150)).toBeLessThan(usual + 20)
  })

  it('reports nothing of an agent that never connected', () => {
    const source = make(400)
    source.refresh(bornAt)
    const { columns } = source
    for (let row = 1; row < source.size; row++) {
      if (columns.connection_status.read(row) !== 'never_connected' || columns.status_code.read(row) === 1) continue
      const read = (name: (typeof columnNames)[number]) => columns[name].read(row)
      expect([read('version'), read('os_name'), read('last_keepalive'), read('manager_host'), read('merged_sum')]).toEqual([
        null,
        null,
        null,
        null,
        null,
      ])
      expect([read('node_name'), read('group_config_status')]).toEqual(['unknown', 'not synced'])
    }
  })

  it('keeps names valid and unique', () => {
    const source = make(5000)
    const names = new Set(Array.from({ length: source.size }, (_, row) => source.columns.name.read(row)))
    expect(names.size).toBe(source.size)
    for (const name of names) expect(name).toMatch(/^[\w.-]{2,128}$/)
  })
})
