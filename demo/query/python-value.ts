/**
 * The manager reads every value of `q` as JSON where it can and writes it back, which tidies numbers
 * (`1e3` becomes `1000.0`) and lists (`[1, 2]` becomes `[1,2]`).
 */
export function tidyJson(text: string): string {
  const trimmed = text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '')
  if (/^-?(?:0|[1-9]\d*)$/.test(trimmed)) return trimmed === '-0' ? '0' : trimmed
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(trimmed)) return pythonFloat(Number(trimmed))
  if (/^(?:NaN|-?Infinity)$/.test(trimmed)) return trimmed
  if (!/^["[{tfn]/.test(trimmed)) return text
  try {
    const parsed: unknown = JSON.parse(trimmed)
    return JSON.stringify(parsed).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  } catch {
    return text
  }
}

/** Python's `repr` of a float: exponents from 1e16 up and below 1e-4, always with a fraction otherwise. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power < -4 || power >= 16) {
    const sign = power < 0 ? '-' : '+'
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
  }
  const plain = power >= 0 ? value.toString() : value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - power))
  return plain.includes('.') ? plain : `${plain}.0`
}

/** Signs that Python takes for digits until it has to read a number from them. */
const digitLike = '\\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468'
const allDigits = new RegExp(`^[${digitLike}]+$`, 'u')

/** Whether Python calls a text a row of digits, of whatever script. */
export function isDigits(text: string): boolean {
  return allDigits.test(text)
}

/** The number in a row of digits of any script; nothing where Python fails to read one, as when it is too long. */
export function readDigits(text: string): bigint | undefined {
  return /^\p{Nd}{1,4300}$/u.test(text) ? BigInt(asciiDigits(text)) : undefined
}

/** Python's `int` reads the digits of every script; JavaScript only knows ours. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    if (digit <= '9') return digit
    const code = digit.codePointAt(0) ?? 0
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1
    return String(code - zero)
  })
}
