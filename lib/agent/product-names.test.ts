import { describe, expect, it } from 'vitest'
import { agentCommands, syncAnswer } from './product-names.ts'
import { PRODUCTS } from './products.ts'

const agent = { id: '001', platform: 'ubuntu', version: 'Wazuh v4.14.7', managerVersion: [4, 14, 7] }

describe('commands about an agent', () => {
  it('have the names of the product that is set, and of no other', () => {
    const of = (product: (typeof PRODUCTS)[number], platform = 'ubuntu') =>
      Object.values(agentCommands(product, { ...agent, platform })).join('\n')
    for (const platform of ['ubuntu', 'darwin', 'windows']) {
      expect(of('wazuh', platform)).not.toMatch(/cyb3rhq/i)
      expect(of('cyb3rhq', platform)).not.toMatch(/wazuh/i)
      expect(of('ossec', platform)).not.toMatch(/wazuh|cyb3rhq/i)
      expect(of('wazuh', platform)).toMatch(/wazuh/i)
      expect(of('cyb3rhq', platform)).toMatch(/cyb3rhq/i)
    }
  })

  it('are those that the manager’s documentation has', () => {
    expect(agentCommands('wazuh', agent)).toMatchObject({
      title: 'Wazuh',
      control: '/var/ossec/bin/agent_control -i 001',
      sync: '/var/ossec/bin/agent_groups -S -i 001',
      state: 'sudo cat /var/ossec/var/run/wazuh-agentd.state',
      service: 'systemctl status wazuh-agent',
      apiPath: '/agents?agents_list=001',
      curl: 'curl -s -H "Authorization: Bearer $WAZUH_TOKEN" "$WAZUH_API/agents?agents_list=001"',
    })
  })

  it('fit the agent’s system', () => {
    expect(agentCommands('wazuh', { ...agent, platform: 'windows' })).toMatchObject({
      state: "Get-Content 'C:\\Program Files (x86)\\ossec-agent\\wazuh-agent.state'",
      service: 'Get-Service WazuhSvc',
    })
    expect(agentCommands('cyb3rhq', { ...agent, platform: 'darwin' }).state).toBe(
      'sudo cat /Library/Ossec/var/run/cyb3rhq-agentd.state',
    )
  })

  it('have the names of OSSEC for agents from before they were renamed', () => {
    expect(agentCommands('wazuh', { ...agent, version: 'Wazuh v4.1.5' })).toMatchObject({
      control: '/var/ossec/bin/agent_control -i 001',
      state: 'sudo cat /var/ossec/var/run/ossec-agentd.state',
      service: '/var/ossec/bin/ossec-control status',
    })
    expect(agentCommands('wazuh', { ...agent, version: null }).state).toContain('wazuh-agentd')
  })

  it('leave out the sync state where managers do not tell it', () => {
    expect(agentCommands('wazuh', { ...agent, managerVersion: [5, 0, 0] })).toMatchObject({
      control: '/var/wazuh-manager/bin/agent_control -i 001',
      sync: null,
    })
    expect(agentCommands('ossec', agent).sync).toBeNull()
    expect(agentCommands('wazuh', { ...agent, managerVersion: null }).sync).not.toBeNull()
  })

  it.each(PRODUCTS)('hold a variable in place of a token (%s)', (product) => {
    expect(agentCommands(product, agent).curl).toMatch(/Bearer \$[A-Z0-9]+_TOKEN"/)
  })
})

it('what agent_groups -S would print follows the manager’s own state', () => {
  expect(syncAnswer('001', 'synced')).toBe("Agent '001' is synchronized.")
  expect(syncAnswer('001', 'not synced')).toBe("Agent '001' is not synchronized.")
  expect(syncAnswer('001', 'unknown')).toBeNull()
})
