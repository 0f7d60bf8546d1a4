import { askDemo, bearer } from '#test/demo-client.ts'
import type { Demo } from './rollcall.ts'

interface ManagerItem {
  readonly id: string
  readonly status: string
  readonly status_code: number
  readonly disconnection_time?: string
  readonly group_config_status: string
}

/**
 * From now on every agent keeps its status, while those that are heard go on being heard: what two answers say of a fleet that
 * lives by itself differs now and then, and a test that compares them would fall into that gap.
 */
export async function holdStatuses(demo: Demo): Promise<void> {
  const select = 'id,status,status_code,disconnection_time,group_config_status'
  const { text } = await askDemo(demo, `/agents?limit=100000&q=id!=000&select=${select}`, {
    headers: await bearer(demo, 'wazuh'),
  })
  const { data }: { data: { affected_items: ManagerItem[] } } = JSON.parse(text)
  for (const { id, status, status_code, disconnection_time = null, group_config_status } of data.affected_items)
    demo.control.setAgent(id, { status, status_code, disconnection_time, group_config_status })
}
