import fc from 'fast-check'
import { groupNames } from '#demo/fleet/group-mix.ts'
import type { DemoPolicy } from './rights-rig.ts'

export interface RightsCase {
  readonly mode: 'white' | 'black'
  readonly policies: readonly DemoPolicy[]
}

const READING = [
  ['agent:read'],
  ['agent:read', 'syscollector:read'],
  ['agent:read', 'agent:restart'],
  ['agent:read', 'group:read'],
]

/** Any rights on these agents: some, many, all; by id and by group; of things that do not exist; in any order; in both modes. */
export function arbitraryRights(ids: readonly string[], gone: readonly string[]): fc.Arbitrary<RightsCase> {
  const id = fc.constantFrom(...ids)
  const someIds = fc.oneof(
    fc.array(id, { minLength: 1, maxLength: 4 }),
    fc.shuffledSubarray([...ids], { minLength: 1 }),
    fc.constant(ids.slice(0, Math.floor(ids.length / 2))),
  )
  const agentResources = fc.oneof(
    { weight: 5, arbitrary: someIds.map((some) => some.map((one) => `agent:id:${one}`)) },
    {
      weight: 5,
      arbitrary: fc
        .uniqueArray(fc.constantFrom(...groupNames, 'no-such-group', 'Default', 'branch'), { minLength: 1, maxLength: 4 })
        .map((some) => some.map((group) => `agent:group:${group}`)),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ['agent:id:*'],
        ['agent:group:*'],
        ['agent:id:*', 'agent:group:*'],
        ['agent:group:*', 'agent:id:*'],
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...[['agent:id:000'], ['agent:id:99999'], ['agent:id:1'], ['agent:id:00*'], [`agent:id:${gone[0]}`]],
        ...[['*:*:*'], ['node:id:*'], ['group:id:default'], ['agent:id:001&group:id:default', 'agent:group:default']],
      ),
    },
  )
  const groupResources = fc.oneof(
    fc
      .uniqueArray(fc.constantFrom(...groupNames, 'no-such-group'), { minLength: 1, maxLength: 3 })
      .map((some) => some.map((group) => `group:id:${group}`)),
    fc.constant(['group:id:*']),
  )
  const effect = fc.constantFrom<DemoPolicy['effect']>('allow', 'allow', 'deny')
  const policy: fc.Arbitrary<DemoPolicy> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        actions: fc.constantFrom(...READING),
        resources: agentResources,
        effect,
      }),
    },
    { weight: 2, arbitrary: fc.record({ actions: fc.constant(['group:read']), resources: groupResources, effect }) },
    { weight: 2, arbitrary: fc.record({ actions: fc.constant(['syscollector:read']), resources: agentResources, effect }) },
    { weight: 1, arbitrary: fc.record({ actions: fc.constant(['agent:restart']), resources: agentResources, effect }) },
  )
  return fc.record({
    mode: fc.oneof(
      { weight: 3, arbitrary: fc.constant('white' as const) },
      { weight: 2, arbitrary: fc.constant('black' as const) },
    ),
    policies: fc.array(policy, { maxLength: 6, size: 'max' }),
  })
}
