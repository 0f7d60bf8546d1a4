/**
 * One collation for every engine: text is compared in lower case and runs of digits by value, so `web-2` < `web-10`.
 * The key compares by UTF-16 code units; equal keys are told apart by the caller (manager, then id).
 */
export function textSortKey(text: string): string {
  return fold(text).replaceAll(/\d+/g, (digits) => {
    const significant = digits.replace(/^0+(?=\d)/, '')
    const length = Math.min(significant.length, 9999)
    return `0${String(length).padStart(4, '0')}${significant}`
  })
}

/**
 * Case folding used by `=`, `!=`, `~`, `in` and bare words: NFC, then locale-independent lower case.
 * The final sigma is folded too: it depends on its neighbours, and a part of a text has other neighbours.
 */
export function fold(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase()
  return text.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ')
}

/**
 * Sort key of an address: IPv4 by value, then IPv6 by value, then anything else (`any`) as text.
 * CIDR ranges sort at their base address, shorter prefix first, before the address alone.
 */
export function ipSortKey(text: string): string {
  const parts = splitCidr(text)
  if (!parts) return `9${textSortKey(text)}`
  const width = parts.prefix === null ? '999' : String(parts.prefix).padStart(3, '0')
  return `${parts.family}${parts.hex}/${width}`
}

/** The addresses that an address or a CIDR range covers: first and last as hexadecimal digits, 8 for IPv4 and 32 for IPv6. */
export interface IpRange {
  readonly family: 4 | 6
  readonly low: string
  readonly high: string
}

/** `10.1.0.0/16` → its bounds, an address → itself twice, anything else → `null`; bits beyond the prefix are ignored. */
export function parseIpRange(text: string): IpRange | null {
  const parts = splitCidr(text)
  if (!parts) return null
  const { family, hex } = parts
  const prefix = parts.prefix ?? hex.length * 4
  return { family, low: fillAfter(hex, prefix, 0), high: fillAfter(hex, prefix, 15) }
}

/** Whether every address of `inner` lies in `outer`. */
export function isInRange(inner: IpRange, outer: IpRange): boolean {
  return inner.family === outer.family && inner.low >= outer.low && inner.high <= outer.high
}

function splitCidr(text: string): { family: 4 | 6; hex: string; prefix: number | null } | null {
  const [address = '', prefixText, ...rest] = text.split('/', 3)
  const v4 = parseIpv4(address)
  const hex = v4 === null ? parseIpv6(address) : v4.toString(16).padStart(8, '0')
  if (hex === null || rest.length > 0) return null
  const family = v4 === null ? 6 : 4
  if (prefixText === undefined) return { family, hex, prefix: null }
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : 999
  return prefix > hex.length * 4 ? null : { family, hex, prefix }
}

/** `hex` with every bit after the first `bits` taken from `fill`, a digit of 0 or 15. */
function fillAfter(hex: string, bits: number, fill: 0 | 15): string {
  const whole = Math.floor(bits / 4)
  if (whole >= hex.length) return hex
  const mask = 15 >> (bits % 4)
  const digit = (Number.parseInt(hex.charAt(whole), 16) & ~mask) | (fill & mask)
  return hex.slice(0, whole) + digit.toString(16) + fill.toString(16).repeat(hex.length - whole - 1)
}

/** An IPv4 address as an unsigned 32-bit number, or `null`. */
export function parseIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return null
  let value = 0
  for (const part of match.slice(1)) {
    const octet = Number(part)
    if (octet > 255) return null
    value = value * 256 + octet
  }
  return value
}

/** An IPv6 address as 32 hexadecimal digits, or `null`; `::` and a trailing IPv4 part are understood, zones are dropped. */
export function parseIpv6(text: string): string | null {
  const bare = text.split('%', 1)[0] ?? ''
  if (!bare.includes(':') || bare.length > 45) return null
  const halves = bare.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  return [...head, ...Array<string>(Math.max(0, missing)).fill('0000'), ...tail].join('')
}

/** @param isEnd whether the address ends here, where an IPv4 part may stand */
function groupsOf(text: string, isEnd: boolean): string[] | null {
  if (text === '') return []
  const out: string[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const v4 = isEnd && i === parts.length - 1 ? parseIpv4(part) : null
    if (v4 !== null) {
      const hex = v4.toString(16).padStart(8, '0')
      out.push(hex.slice(0, 4), hex.slice(4))
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(part.toLowerCase().padStart(4, '0'))
    else return null
  }
  return out
}
