import { describe, expect, it } from 'vitest'
import type { ColumnName } from './columns.ts'
import { type Fleet, openFleet } from './fleet.ts'
import { generateSource } from './generated-source.ts'

const bornAt = 1_795_000_000
const at = bornAt + 5000

function living(agents = 300, frozen = false): Fleet {
  const fleet = openFleet(generateSource({ agents, seed: 7, bornAt, frozen }))
  fleet.refresh(at)
  return fleet
}

function read(fleet: Fleet, id: number, name: ColumnName) {
  const row = fleet.rowOf(id)
  return row === undefined ? undefined : fleet.columns()[name].read(row)
}

/** What an agent shows as `status/code`, second by second, without repetitions. */
function course(fleet: Fleet, id: number, seconds: number) {
  const seen: string[] = []
  for (let second = at; second <= at + seconds; second++) {
    fleet.refresh(second)
    const now = `${read(fleet, id, 'connection_status')}/${read(fleet, id, 'status_code')}`
    if (seen.at(-1) !== now) seen.push(now)
  }
  return seen
}

function rowsOf(fleet: Fleet, id: number) {
  const row = fleet.rowOf(id)
  return row === undefined ? [] : [row]
}

describe('a restart', () => {
  it('stops, starts and goes on, with keep-alives never older than one interval', () => {
    const fleet = living()
    fleet.interrupt(rowsOf(fleet, 2), 'restart')
    expect(course(fleet, 2, 60)).toEqual(['active/0', 'disconnected/3', 'pending/0', 'active/0'])
    for (let second = at + 60; second < at + 200; second++) {
      fleet.refresh(second)
      expect(second - Number(read(fleet, 2, 'last_keepalive'))).toBeLessThan(40)
    }
    expect(read(fleet, 2, 'disconnection_time')).toBe(0)
  })

  it('keeps version and OS meanwhile', () => {
    const fleet = living()
    const version = read(fleet, 2, 'version')
    fleet.interrupt(rowsOf(fleet, 2), 'restart')
    fleet.refresh(at + 16)
    expect(read(fleet, 2, 'version')).toBe(version)
  })

  it('is a function of time: asked rarely or often, the same answer', () => {
    const [often, rarely] = [living(), living()]
    for (const fleet of [often, rarely]) fleet.interrupt(fleet.rows(), 'restart')
    for (let second = at; second < at + 30; second++) often.refresh(second)
    rarely.refresh(at + 29)
    const everything = (fleet: Fleet) => [...fleet.rows()].map((row) => Object.values(fleet.columns()).map((c) => c.read(row)))
    expect(everything(rarely)).toEqual(everything(often))
    often.refresh(at + 500)
    often.refresh(at + 29)
    expect(everything(often)).toEqual(everything(rarely))
  })

  it('runs its course in a frozen fleet and for agents made by hand too', () => {
    const frozen = living(300, true)
    frozen.interrupt(rowsOf(frozen, 2), 'restart')
    expect(course(frozen, 2, 60)).toEqual(['active/0', 'disconnected/3', 'pending/0', 'active/0'])
    const fleet = living()
    const id = fleet.add({ name: 'made', connection_status: 'active', last_keepalive: at - 5, version: 'Wazuh v4.14.7' })
    fleet.interrupt(rowsOf(fleet, id), 'restart')
    expect(course(fleet, id, 60)).toEqual(['active/0', 'disconnected/3', 'pending/0', 'active/0'])
  })

  it('is not heard by an agent that has fallen silent', () => {
    const fleet = living(20_000)
    const { connection_status: status, last_keepalive: last } = fleet.columns()
    const silent = [...fleet.rows()].filter((row) => status.read(row) === 'active' && at - Number(last.read(row)) > 60)
    expect(silent.length).toBeGreaterThan(0)
    fleet.interrupt(silent, 'restart')
    fleet.refresh(at + 4)
    expect(silent.filter((row) => fleet.columns().status_code.read(row) === 3)).toEqual([])
  })

  it('leaves the shutdown out when it is only a new connection', () => {
    const fleet = living()
    fleet.interrupt(rowsOf(fleet, 2), 'reconnect')
    expect(course(fleet, 2, 60)).toEqual(['active/0', 'pending/0', 'active/0'])
  })
})

describe('groups', () => {
  it('puts an agent out of step until it has fetched the new configuration', () => {
    const fleet = living()
    const id = 2
    const before = read(fleet, id, 'merged_sum')
    const row = fleet.rowOf(id) ?? 0
    fleet.regroup([[row, ['default', 'dmz']]])
    expect(read(fleet, id, 'group')).toBe('default,dmz')
    expect([read(fleet, id, 'group_config_status'), read(fleet, id, 'merged_sum')]).toEqual(['not synced', before])
    fleet.refresh(at + 85)
    expect(read(fleet, id, 'group_config_status')).toBe('synced')
    expect(read(fleet, id, 'merged_sum')).not.toBe(before)
    fleet.regroup([[row, ['dmz']]])
    fleet.refresh(at + 170)
    expect(read(fleet, id, 'merged_sum')).toBe(fleet.groups().find(({ name }) => name === 'dmz')?.mergedSum)
  })

  it('leaves an agent that is away in step until it is back', () => {
    const fleet = living()
    fleet.regroup([[fleet.rowOf(6) ?? 0, ['dmz']]])
    fleet.refresh(at + 300)
    expect([read(fleet, 6, 'connection_status'), read(fleet, 6, 'group'), read(fleet, 6, 'group_config_status')]).toEqual([
      'disconnected',
      'dmz',
      'synced',
    ])
  })

  it('fetches new configuration in a frozen fleet too', () => {
    const fleet = living(300, true)
    fleet.regroup([[fleet.rowOf(2) ?? 0, ['dmz']]])
    expect(read(fleet, 2, 'group_config_status')).toBe('not synced')
    fleet.refresh(at + 100)
    expect(read(fleet, 2, 'group_config_status')).toBe('synced')
  })

  it('gives members of a deleted group back to default when nothing is left', () => {
    const fleet = living()
    fleet.createGroup('web')
    expect(fleet.groups().find(({ name }) => name === 'web')).toMatchObject({ mergedSum: '' })
    fleet.regroup([[fleet.rowOf(2) ?? 0, ['web']]])
    fleet.regroup([[fleet.rowOf(18) ?? 0, ['dmz', 'web']]])
    fleet.refresh(at + 10)
    expect(fleet.groups().find(({ name }) => name === 'web')?.mergedSum).toMatch(/^[0-9a-f]{32}$/)
    fleet.deleteGroup('web')
    expect(fleet.groups().some(({ name }) => name === 'web')).toBe(false)
    expect([read(fleet, 2, 'group'), read(fleet, 18, 'group')]).toEqual(['default', 'dmz'])
  })

  it('shows a group that an agent was given before it ever connected', () => {
    const fleet = living()
    fleet.regroup([[fleet.rowOf(8) ?? 0, ['dmz']]])
    const id = fleet.add({ name: 'new' })
    fleet.regroup([[fleet.rowOf(id) ?? 0, ['dmz']]])
    fleet.refresh(at + 500)
    for (const agent of [8, id]) {
      expect([read(fleet, agent, 'group'), read(fleet, agent, 'group_config_status')]).toEqual(['dmz', 'not synced'])
    }
  })
})

describe('who is in the fleet', () => {
  it('never gives an id twice, and keeps rows in order of id', () => {
    const fleet = living()
    fleet.remove(300)
    expect(fleet.add({ name: 'a' })).toBe(301)
    expect(fleet.add({ name: 'b', id: 500 })).toBe(500)
    expect(fleet.add({ name: 'c', id: 400 })).toBe(400)
    expect(fleet.add({ name: 'd' })).toBe(501)
    const ids = [...fleet.rows()].map((row) => Number(fleet.columns().id.read(row)))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect([fleet.rowOf(300), read(fleet, 400, 'name')]).toEqual([undefined, 'c'])
  })

  it('reads columns with few values by code as it reads them by row, whatever was changed', () => {
    const fleet = living()
    fleet.add({ name: 'new' })
    fleet.set(5, { connection_status: 'pending', group: 'made-up' })
    fleet.regroup([[fleet.rowOf(2) ?? 0, ['dmz', 'pci-dss', 'default']]])
    fleet.interrupt(fleet.rows(), 'restart')
    fleet.refresh(at + 8)
    for (const column of Object.values(fleet.columns())) {
      const { coded } = column
      if (!coded) continue
      const values = coded.values
      for (const row of fleet.rows()) expect(values[coded.code(row)] ?? null).toBe(column.read(row))
    }
  })
})
