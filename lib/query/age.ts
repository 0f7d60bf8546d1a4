const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
])

/** `90s`, `7d`, `1d12h` or a bare number of seconds → whole seconds; `null` when it is no age or longer than 1,000 years. */
export function parseAge(text: string): number | null {
  if (/^\d{1,12}$/.test(text)) return checked(Number(text))
  if (!/^(?:\d{1,12}[wdhms]){1,16}$/.test(text)) return null
  let seconds = 0
  for (const [, amount, unit = ''] of text.matchAll(/(\d{1,12})([wdhms])/g))
    seconds += Number(amount) * (UNIT_SECONDS.get(unit) ?? 0)
  return checked(seconds)
}

/** The one spelling of an age: days, hours, minutes, seconds, without those that are 0; `0s` for none. */
export function formatAge(seconds: number): string {
  let rest = seconds
  let text = ''
  for (const [unit, size] of UNIT_SECONDS) {
    if (unit === 'w') continue
    const amount = Math.floor(rest / size)
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * size
  }
  return text || '0s'
}

function checked(seconds: number): number | null {
  return seconds <= 1000 * 366 * 86_400 ? seconds : null
}
