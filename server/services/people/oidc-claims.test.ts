import { expect, it } from 'vitest'
import { personOf } from './oidc-claims.ts'

const NAMES = { userClaim: 'preferred_username', groupsClaim: 'groups' }

it('takes name and groups of the ID token, and asks for nothing more where both are there', async () => {
  const claims = { sub: '1', preferred_username: 'ada', groups: ['soc', 7, null, 'north'] }
  const more = () => Promise.reject(new Error('nobody asks'))
  expect(await personOf(claims, NAMES, more)).toEqual({ username: 'ada', groups: ['soc', 'north'] })
})

it('asks the user info for what the ID token lacks, and believes the ID token first', async () => {
  const more = async () => ({ preferred_username: 'eve', groups: ['soc'] })
  expect(await personOf({ sub: '1', preferred_username: 'ada' }, NAMES, more)).toEqual({ username: 'ada', groups: ['soc'] })
  expect(await personOf({ sub: '1' }, NAMES, null)).toEqual({ username: '1', groups: [] })
})

it('finds a claim by a path, where no claim has that very name', async () => {
  const groupsClaim = 'realm_access.roles'
  const nested = { sub: '1', preferred_username: 'ada', realm_access: { roles: ['soc'] } }
  expect(await personOf(nested, { ...NAMES, groupsClaim }, null)).toMatchObject({ groups: ['soc'] })
  expect(await personOf({ ...nested, [groupsClaim]: 'own' }, { ...NAMES, groupsClaim }, null)).toMatchObject({ groups: ['own'] })
  for (const path of ['__proto__.x', 'constructor.name', 'realm_access.length'])
    expect(await personOf(nested, { ...NAMES, groupsClaim: path }, null)).toMatchObject({ groups: [] })
})

it.each([[''], ['  '], [7], [['ada']], ['a\u0000da'], ['x'.repeat(129)]])('takes %j for nobody’s name', async (name) => {
  expect(await personOf({ sub: '1', preferred_username: name, groups: [] }, NAMES, null)).toBeNull()
})
