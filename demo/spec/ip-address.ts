import { isIPv4, isIPv6 } from 'node:net'

/** Whether a text is an address, or a network whose host bits are all zero, as Python's `ipaddress` reads them. */
export function isAddressOrNetwork(text: string): boolean {
  const slash = text.indexOf('/')
  if (slash <= 0) return isIPv4(text) || isIPv6(text)
  const [address, mask] = [text.slice(0, slash), text.slice(slash + 1)]
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0
  const prefix = bits === 0 ? undefined : prefixOf(mask, bits)
  if (prefix === undefined) return false
  const hostBits = (1n << BigInt(bits - prefix)) - 1n
  return (numberOf(address) & hostBits) === 0n
}

/** An address or network as the key store writes it: IPv6 in full and in capitals. */
export function storedAddress(text: string): string {
  const [address = '', ...mask] = text.split('/')
  if (!isIPv6(address)) return text
  const digits = numberOf(address).toString(16).toUpperCase().padStart(32, '0')
  return [(digits.match(/.{4}/g) ?? []).join(':'), ...mask].join('/')
}

/** Length of a prefix that is given as such, as a net mask or (for IPv4) as a host mask. */
function prefixOf(mask: string, bits: number): number | undefined {
  if (/^[0-9]+$/.test(mask)) return Number(mask) <= bits ? Number(mask) : undefined
  if (bits === 128 || !isIPv4(mask)) return undefined
  const binary = numberOf(mask).toString(2).padStart(32, '0')
  const ones = /^(1*)0*$/.exec(binary)?.[1]
  if (ones !== undefined) return ones.length
  return /^(0*)1*$/.exec(binary)?.[1]?.length
}

function numberOf(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  const tail = /(?:^|:)([^:]*\.[^:]*)$/.exec(address)?.[1]
  const plain = tail === undefined ? address : address.slice(0, -tail.length) + asGroups(numberOf(tail))
  const [left = '', right] = plain.split('::')
  const before = groupsOf(left)
  const after = groupsOf(right ?? '')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

function asGroups(v4: bigint): string {
  return `${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
