import { askDemo, bearer } from '#test/demo-client.ts'
import type { Demo } from './rollcall.ts'

interface ManagerItem {
  readonly id: string
  readonly status: string
  readonly status_code: number
  readonly disconnection_time?: string
  readonly group_config_status: string
}

const LATER_MS = 15 * 60_000

/**
 * From now on every agent keeps its status, while those that are heard go on being heard: what two answers say of a fleet that
 * lives by itself differs now and then, and a test that compares them would fall into that gap.
 */
export async function holdStatuses(demo: Demo): Promise<void> {
  const { control } = demo
  const agents = await read(demo)
  // For a minute after a change of their groups many are out of step; a quarter of an hour later these are not.
  control.advance(LATER_MS)
  const later = await read(demo)
  control.advance(-LATER_MS)
  const inStep = new Set([...agents, ...later].flatMap((one) => (one.group_config_status === 'synced' ? [one.id] : [])))
  for (const { id, status, status_code, disconnection_time = null } of agents) {
    const group_config_status = inStep.has(id) ? 'synced' : 'not synced'
    control.setAgent(id, { status, status_code, disconnection_time, group_config_status })
  }
}

async function read(demo: Demo): Promise<readonly ManagerItem[]> {
  const select = 'id,status,status_code,disconnection_time,group_config_status'
  const { text } = await askDemo(demo, `/agents?limit=100000&q=id!=000&select=${select}`, {
    headers: await bearer(demo, 'wazuh'),
  })
  const { data }: { data: { affected_items: ManagerItem[] } } = JSON.parse(text)
  return data.affected_items
}
