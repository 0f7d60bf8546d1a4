import { expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import { exportAgents } from '#server/services/export/export-agents.ts'
import { csvText } from '#server/services/export/export-agents-format.ts'
import { readCsv } from './csv-reader.ts'

const ROWS = 12_500
const PARTS = [
  ...[
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '"',
    '""',
    "'",
    ',',
    ';',
    '|',
    ' ',
    '\u00a0',
    '\u0000',
    '\u2028',
    '\ufeff',
    '\u202e',
  ],
  ...[
    'cmd|/C calc',
    'HYPERLINK("http://x")',
    'DDE()',
    '<script>',
    '１＋１',
    '＝',
    'Straße',
    '日本',
    '😀',
    '\\',
    '%0A',
    'null',
    'ID',
    '1e5',
    '001',
  ],
]

/** A small generator of its own, so that a run can be repeated. */
function* dice(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

it('gives 100,000 hostile cells back through an independent reader, none of which could run', async () => {
  const next = dice(11)
  const roll = (count: number) => Math.floor(next.next().value * count)
  const hostile = () => Array.from({ length: 1 + roll(6) }, () => PARTS[roll(PARTS.length)] ?? '').join('')
  const store = openTestFleet()
  try {
    store.writer.manager({ id: 'main', asOf: 1_000_000, version: null })
    const agents = Array.from({ length: ROWS }, (_, index) => ({
      manager: 'main',
      managerName: 'main',
      id: String(index + 1).padStart(3, '0'),
      name: hostile(),
      ip: hostile(),
      registerIp: hostile(),
      status: 'active' as const,
      statusCode: null,
      statusSince: null,
      statusSincePrecision: 'exact' as const,
      groups: [],
      os: { name: hostile(), version: hostile(), platform: hostile(), arch: null },
      version: null,
      outdated: null,
      nodeName: hostile(),
      managerHost: hostile(),
      dateAdd: null,
      lastKeepAlive: null,
      seenAt: null,
      disconnectionTime: null,
      groupConfigStatus: 'synced' as const,
      syncSince: null,
      syncSincePrecision: 'exact' as const,
      mergedSum: null,
      configSum: null,
      expected: null,
      flaps: 0,
      alias: null,
      tags: [],
    }))
    store.writer.put(agents)
    await store.fleet.refresh()
    const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) }
    const config = { demo: false, intervalSeconds: 30, managers: [] }
    const ctx = { fleet: store.fleet, prisma: store.prisma, clock, log, config, scope: SCOPE_ALL }
    const input = { sort: 'id', cols: 'name,ip,registerIp,os.name,os.version,os.platform,nodeName,managerHost' }
    const text = await new Response((await exportAgents({ ctx, input })).body).text()
    const [header, ...rows] = readCsv(text)
    expect(header).toEqual(input.cols.split(','))
    expect(rows.flat()).toHaveLength(100_000)
    const cells = rows.flat()
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([])
    const expected = agents.flatMap((one) => [
      ...[one.name, one.ip, one.registerIp, one.os.name, one.os.version, one.os.platform, one.nodeName, one.managerHost],
    ])
    const given = cells.map((cell) => (/^''*[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell))
    const wrong = given.findIndex((cell, index) => cell !== expected[index])
    expect({ wrong, given: given[wrong], expected: expected[wrong] }).toEqual({
      wrong: -1,
      given: undefined,
      expected: undefined,
    })
    expect(new Set(expected.map(csvText)).size).toBe(new Set(expected).size)
  } finally {
    await store.close()
  }
})
