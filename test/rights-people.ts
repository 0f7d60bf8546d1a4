import type { DemoControl } from '#demo/control/control.ts'

/** Rights that overlap, include each other, are the same, and are none. */
export const PEOPLE: Readonly<Record<string, readonly (readonly ['allow' | 'deny', readonly string[]])[]>> = {
  whole: [['allow', ['agent:id:*', 'agent:group:*']]],
  also: [['allow', ['agent:id:*']]],
  north: [['allow', ['agent:group:branch-north', 'agent:group:databases']]],
  south: [['allow', ['agent:group:branch-south', 'agent:group:databases']]],
  most: [
    ['allow', ['agent:id:*']],
    ['deny', ['agent:group:branch-north', 'agent:id:003', 'agent:id:004']],
  ],
  few: [['allow', ['agent:id:003', 'agent:id:004', 'agent:id:099']]],
  none: [['allow', ['agent:id:99999']]],
  nothing: [],
}

/** Gives the demo manager these people, each with their name as password. */
export function addPeople(control: DemoControl): void {
  control.applyPolicies({ users: Object.keys(PEOPLE).map((username, i) => ({ id: 300 + i, username, roles: [] })) })
  for (const [username, policies] of Object.entries(PEOPLE)) {
    control.setPolicies(
      username,
      policies.map(([effect, resources], i) => ({ id: 900 + i, name: `p${i}`, actions: ['agent:read'], resources, effect })),
    )
  }
  control.advance(2000)
}
