import { describe, expect, it } from 'vitest'
import { agentCommands } from '#lib/agent/product-names.ts'
import { type AgentItem, agentItem } from '#lib/contract/agents.ts'
import { copyChoices } from './copy-as.ts'

const agent = agentItem.parse({
  ...{ manager: 'main', id: '007', name: 'web-1', ip: '10.0.0.7', registerIp: 'any', status: 'disconnected', statusCode: 4 },
  ...{
    reason: 'no_keepalive',
    statusSince: '2026-11-21T08:52:13.000Z',
    statusSincePrecision: 'exact',
    groups: ['default', 'web'],
  },
  ...{ os: { name: 'Ubuntu', version: '22.04', platform: 'ubuntu', arch: null }, version: 'Wazuh v4.14.7', outdated: false },
  ...{ nodeName: null, managerHost: null, dateAdd: null, lastKeepAlive: '2026-11-21T08:37:00.000Z', seenAt: null },
  ...{ disconnectionTime: null, groupConfigStatus: 'not synced', syncSince: null, syncSincePrecision: 'at_least' },
  ...{ mergedSum: null, configSum: null, quiet: false, gone: false, expected: false, expectedReason: null },
  ...{ expectedUntil: null, expectedBy: null, expectedAt: null, flaps: 0, alias: null, tags: [] },
})
const choices = (part: Partial<AgentItem> = {}, managerName = 'Main') =>
  copyChoices({
    agent: { ...agent, ...part },
    commands: agentCommands('wazuh', { id: '007', platform: 'ubuntu', version: null, managerVersion: null }),
    managerName,
    link: 'https://dash.example/agents/main/007',
    asOf: '2026-11-21T09:00:00.000Z',
  })
const ticket = (...of: Parameters<typeof choices>) => choices(...of).find(({ label }) => label.startsWith('Markdown'))?.text ?? ''

describe('a ticket', () => {
  it('says what is known, with times in UTC, and leads back', () => {
    expect(ticket()).toBe(
      [
        '**web-1** (agent 007, Main)',
        '',
        '| | |',
        '|---|---|',
        '| Status | Disconnected since 21 Nov 2026, 08:52:13 UTC (no keep-alive) |',
        '| Last keep-alive | 21 Nov 2026, 08:37:00 UTC |',
        '| Sync | Not in sync |',
        '| Address | 10.0.0.7 |',
        '| System | Ubuntu 22.04 |',
        '| Agent version | 4.14.7 |',
        '| Groups | default, web |',
        '| As of | 21 Nov 2026, 09:00:00 UTC |',
        '',
        '<https://dash.example/agents/main/007>',
        '',
      ].join('\n'),
    )
  })

  it('says of one that may be down who expects it, why and until when', () => {
    const mark = {
      expected: true,
      expectedReason: 'patching | night',
      expectedUntil: '2026-11-22T06:00:00.000Z',
      expectedBy: 'bob',
    }
    expect(ticket({ ...mark, expectedAt: '2026-11-21T09:00:00.000Z' })).toContain(
      '| Expected down | patching \\| night, until 22 Nov 2026, 06:00:00 UTC, bob |',
    )
    expect(ticket()).not.toContain('Expected')
  })

  it.each([
    ['a|b', 'a\\|b'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[click](https://evil.example)', '\\[click\\](https://evil.example)'],
    ['`rm -rf`', '\\`rm -rf\\`'],
    ['a\n\n# b', 'a \\# b'],
    ['@everyone', '\\@everyone'],
    ['a\u202eb', 'a b'],
  ])('takes no name of an endpoint for markup: %j', (name, written) => {
    expect(ticket({ name }, name)).toContain(`**${written}** (agent 007, ${written})\n`)
    expect(ticket({ groups: [name] })).toContain(`| Groups | ${written} |`)
  })

  it('does not claim to know since when an agent is in its state', () => {
    expect(ticket({ statusSincePrecision: 'at_least' })).toContain('Disconnected at least since 21 Nov 2026')
    expect(ticket({ statusSince: null, lastKeepAlive: null })).toContain('| Last keep-alive | – |')
  })
})

it('every choice has its own name and something to copy, and none of them a secret', () => {
  const all = choices()
  expect(new Set(all.map(({ label }) => label)).size).toBe(all.length)
  expect(all.map(({ text }) => text)).toContain('/agents?agents_list=007')
  for (const { text } of all) expect(text).not.toMatch(/eyJ|password|^$/i)
})
