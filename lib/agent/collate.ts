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

/** Case folding used by `=`, `!=`, `~`, `in` and bare words: NFC, then locale-independent lower case. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/**
 * Sort key of an address: IPv4 by value, then IPv6 by value, then anything else (`any`) as text.
 * CIDR ranges sort at their base address, shorter prefix first.
 */
export function ipSortKey(text: string): string {
  const [address = '', prefix] = text.split('/')
  const width = prefix === undefined ? '999' : prefix.padStart(3, '0')
  const v4 = parseIpv4(address)
  if (v4 !== null) return `4${v4.toString(16).padStart(8, '0')}/${width}`
  const v6 = parseIpv6(address)
  if (v6 !== null) return `6${v6}/${width}`
  return `9${textSortKey(text)}`
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
  const head = groupsOf(halves[0] ?? '')
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  return [...head, ...Array<string>(Math.max(0, missing)).fill('0000'), ...tail].join('')
}

function groupsOf(text: string): string[] | null {
  if (text === '') return []
  const out: string[] = []
  for (const part of text.split(':')) {
    const v4 = parseIpv4(part)
    if (v4 !== null) {
      const hex = v4.toString(16).padStart(8, '0')
      out.push(hex.slice(0, 4), hex.slice(4))
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(part.toLowerCase().padStart(4, '0'))
    else return null
  }
  return out
}
