import { expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { buildSnapshot } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { fleetFactors } from './fleet-factors.ts'

const AS_OF = Date.UTC(2026, 10, 20)
const ADDRESSES = ['10.1.2.3', '10.1.2.255', '10.1.9.3', '255.255.255.1', '0.0.0.0']
const NO_ADDRESSES = [
  '',
  'any',
  'fe80::1',
  '10.1.2',
  '10.1.2.3.4',
  '10.1..3',
  '.10.1.2',
  '10.1.2.',
  '256.1.2.3',
  '10.1.2.3/24',
  ' 10.1.2.3',
]

it('counts the subnets of addresses, each agent in its own two, and none of what is no address', async () => {
  const agents = [...ADDRESSES, ...NO_ADDRESSES].map((ip, at) => testAgent(at + 1, AS_OF, { ip }))
  const { factors, fleet, of } = await fleetFactors(
    await buildSnapshot([{ id: 'main', asOf: AS_OF, version: null }], agents),
    SCOPE_ALL,
  )
  expect(fleet).toBe(agents.length)
  const subnets = factors.filter(({ kind }) => kind.startsWith('subnet'))
  expect(subnets.map(({ kind, value, size }) => `${kind} ${value} ${size}`).sort()).toEqual([
    'subnet16 0.0.0.0/16 1',
    'subnet16 10.1.0.0/16 3',
    'subnet16 255.255.0.0/16 1',
    'subnet24 0.0.0.0/24 1',
    'subnet24 10.1.2.0/24 2',
    'subnet24 10.1.9.0/24 1',
    'subnet24 255.255.255.0/24 1',
  ])
  const ofSlot = agents.map((_, slot) =>
    of(slot).flatMap((place) => (factors[place]?.kind === 'subnet24' ? factors[place].value : [])),
  )
  expect(ofSlot.slice(0, 3)).toEqual([['10.1.2.0/24'], ['10.1.2.0/24'], ['10.1.9.0/24']])
  expect(ofSlot.slice(ADDRESSES.length)).toEqual(NO_ADDRESSES.map(() => []))
})
