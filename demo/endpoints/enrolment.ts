import { enrol, type Force } from '../fleet/enrol.ts'
import { requireResourceless } from '../security/rbac.ts'
import { changingBodies, changingParameters } from '../spec/changing-parameters.ts'
import { isAddressOrNetwork, storedAddress } from '../spec/ip-address.ts'
import { type Call, type Endpoint, flagValue, textValue } from '../wire/call.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { isJsonObject, type Json } from '../wire/python-json.ts'
import { jsonReply, type Reply } from '../wire/reply.ts'

const MAX_NAME_LENGTH = 128

/** `POST /agents`: replaces nobody, unless an undocumented `force` says so. */
export const addAgent: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  body: changingBodies.addAgent,
  handle: (call) => add(call, { name: call.body.name, ip: call.body.ip, force: call.body.force }, false),
}

/** `POST /agents/insert`: replaces old agents unless `force` forbids it. */
export const insertAgent: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.common,
  body: changingBodies.insertAgent,
  handle: (call) => add(call, call.body, true),
}

/** `POST /agents/insert/quick`. */
export const insertQuick: Endpoint = {
  auth: 'bearer',
  parameters: changingParameters.insertQuick,
  handle: (call) => add(call, { name: textValue(call, 'agent_name') }, false),
}

interface Wish {
  readonly name?: Json | undefined
  readonly ip?: Json | undefined
  readonly id?: Json | undefined
  readonly key?: Json | undefined
  readonly force?: Json | undefined
}

/** @throws ManagerError 4000, 1738, 1706, 1708, 1705 */
function add(call: Call, wish: Wish, isForced: boolean): Reply {
  requireResourceless(call.policies, call.demo.rbacMode, 'agent:create')
  const name = String(wish.name)
  if ([...name].length > MAX_NAME_LENGTH) throw new ManagerError(1738)
  const given = text(wish.ip) ?? 'any'
  const ip = given.toLowerCase()
  if (ip !== 'any' && !isAddressOrNetwork(ip)) throw new ManagerError(1706, ip)
  const id = text(wish.id)
  const key = text(wish.key)
  const enrolled = enrol(
    call.demo.fleet,
    {
      name,
      ip,
      storedIp: storedAddress(ip),
      force: readForce(wish.force, isForced),
      ...(id === undefined ? {} : { id }),
      ...(key === undefined ? {} : { key }),
    },
    call.nowSeconds,
  )
  if ('refusal' in enrolled) {
    const errors = { id: [1708, id], ip: [1706, ip], name: [1705, name] } as const
    const [code, what] = errors[enrolled.refusal]
    throw new ManagerError(code, what)
  }
  // The address stands in the key as it was sent.
  const line = Buffer.from(`${enrolled.id} ${name} ${given} ${enrolled.key}`).toString('base64')
  return jsonReply({ data: { id: enrolled.id, key: line }, error: 0 }, flagValue(call, 'pretty'))
}

/** What is left out of a `force` that was sent is the manager's default: an hour for both times. */
function readForce(sent: Json | undefined, isForced: boolean): Force {
  const force = isJsonObject(sent) ? sent : {}
  const away = isJsonObject(force.disconnected_time) ? force.disconnected_time : {}
  const isEnabled = sent === undefined ? isForced : isOn(force.enabled)
  const registeredSeconds = seconds(force.after_registration_time)
  const times = { enabled: isEnabled, registeredSeconds }
  return isOn(away.enabled) ? { ...times, disconnectedSeconds: seconds(away.value) } : times
}

/** The undocumented `force` is not checked: everything but Python's empty values means yes. */
function isOn(flag: Json | undefined): boolean {
  return flag === undefined || flag === null || Boolean(flag)
}

const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1, '': 1 }

function seconds(timeframe: Json | undefined): number {
  const [, digits, unit = ''] = /^(\d+)([dhms]?)\n?$/.exec(String(timeframe ?? '1h')) ?? []
  return digits === undefined ? 3600 : Number(digits) * (unitSeconds[unit] ?? 1)
}

function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}
