import type { ManagerAgent } from '#server/manager/agent-row.ts'

/**
 * A 53-bit number that is equal for equal content and, but for chance (1 in 10^15), differs otherwise. The keep-alive is left out:
 * it moves in every pass. Never 0, which stands for "not known".
 */
export function contentHash(agent: ManagerAgent): number {
  low = 0x9e3779b1
  high = 0x85ebca77
  text(agent.name)
  text(agent.ip)
  text(agent.registerIp)
  text(agent.status)
  number(agent.statusCode)
  for (const group of agent.groups) text(group)
  mix(agent.groups.length)
  text(agent.groupConfigStatus)
  text(agent.osName)
  text(agent.osVersion)
  text(agent.osPlatform)
  text(agent.osArch)
  text(agent.version)
  text(agent.nodeName)
  text(agent.managerHost)
  number(agent.dateAdd)
  number(agent.disconnectionTime)
  text(agent.mergedSum)
  text(agent.configSum)
  const one = finish(low ^ (high >>> 16))
  const two = finish(high ^ (low >>> 13))
  return (one & 0x1fffff) * 0x100000000 + (two >>> 0) || 1
}

// Module variables, not an object: this runs over 30 million characters in a pass.
let low = 0
let high = 0

function mix(word: number): void {
  low = Math.imul(low ^ word, 0x9e3779b1)
  low ^= low >>> 15
  high = Math.imul(high ^ word, 0x5f356495) + 0x27d4eb2f
  high ^= high >>> 13
}

function text(value: string | null): void {
  if (value === null) {
    mix(-1)
    return
  }
  let a = low
  let b = high
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
    a ^= a >>> 15
  }
  low = a
  high = b
  mix(value.length)
}

function number(value: number | null): void {
  mix(value === null ? -1 : value | 0)
  mix(value === null ? -1 : Math.floor(value / 0x100000000))
}

function finish(word: number): number {
  let x = word
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}
