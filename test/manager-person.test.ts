import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PersonAccess } from '#server/manager/person-access.ts'
import { errorOf, json, ManagerRig, unauthorized } from './manager-rig.ts'
import { makeToken } from './manager-server.ts'

const RIGHTS = { data: { 'agent:read': { 'agent:id:*': 'allow' }, rbac_mode: 'white' }, error: 0 }

let rig: ManagerRig
beforeEach(async () => {
  rig = await ManagerRig.start()
})
afterEach(() => rig.stop())

/** A person with one token after the other, and what they are told. */
function personWith(...tokens: string[]) {
  const told: string[] = []
  const access: PersonAccess = {
    token: () => Promise.resolve(tokens[told.filter((what) => what === 'reject').length] ?? 'none'),
    reject: () => void told.push('reject'),
    denied: () => void told.push('denied'),
  }
  return { access, told }
}
const bearers = () => rig.requests.map(({ headers }) => headers.authorization)

it('a call for a person goes with their token and never with ours', async () => {
  rig.answer = (_, response) => json(response, RIGHTS)
  const { access, told } = personWith('theirs')
  expect(await rig.client.policiesOf(access)).toMatchObject({ rbacMode: 'white' })
  expect(bearers()).toEqual(['Bearer theirs'])
  expect(told).toEqual([])
})

it('a refused token is replaced once and not again', async () => {
  rig.answer = (request, response) =>
    request.headers.authorization === 'Bearer new' ? json(response, RIGHTS) : unauthorized(response)
  const { access, told } = personWith('old', 'new')
  expect(await rig.client.policiesOf(access)).toMatchObject({ rbacMode: 'white' })
  expect(told).toEqual(['reject'])
  const { access: other, told: twice } = personWith('old', 'older')
  expect(await errorOf(rig.client.policiesOf(other))).toMatchObject({ code: 'degraded' })
  expect(twice).toEqual(['reject', 'reject'])
})

it('a denied right is told, whether it comes as 403 or as a failed item', async () => {
  const deny = (response: ServerResponse) => json(response, { title: 'Permission Denied', detail: 'x', error: 4000 }, 403)
  rig.answer = (_, response) => deny(response)
  const { access, told } = personWith('theirs')
  expect(await errorOf(rig.client.policiesOf(access))).toMatchObject({ code: 'forbidden' })
  rig.answer = (_, response) => json(response, { data: { failed_items: [{ error: { code: 4000 }, id: ['001'] }] }, error: 1 })
  expect(await errorOf(rig.client.policiesOf(access))).toMatchObject({ code: 'forbidden' })
  expect(told).toEqual(['denied', 'denied'])
})

it('a person’s token is in no error and no log', async () => {
  const token = makeToken()
  rig.answer = (_, response) => json(response, { title: 'x', detail: `saw ${token}` }, 500)
  const error = await errorOf(rig.client.policiesOf(personWith(token).access))
  expect(error.message).not.toContain(token)
})
