import pino from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import { safeJsonLine } from './safe-text.ts'

afterEach(() => vi.unstubAllEnvs())

async function levelWith(value: string | undefined): Promise<string> {
  vi.stubEnv('LOG_LEVEL', value)
  vi.resetModules()
  return (await import('./log.ts')).log.level
}

it.each([[undefined], [''], [' '], ['loud']])(
  'writes at level info when LOG_LEVEL is %j, and leaves complaints to the settings',
  async (value) => {
    expect(await levelWith(value)).toBe('info')
  },
)

it('writes at the level that is set', async () => {
  expect(await levelWith(' warn ')).toBe('warn')
})

const HOSTILE = [
  '\r\n',
  '\n{"level":60}',
  '\u001b[31m',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u000b',
  '\u0000',
  '\u202e',
  '\ud800',
  '\udfff😀',
  '"}\\',
  '\ufeff',
]
const PRINTABLE_LINE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u

it('writes one line for each event that programs read back, whatever names stand in it', () => {
  const lines: string[] = []
  const log = pino({ base: null, hooks: { streamWrite: safeJsonLine } }, { write: (line) => lines.push(line) })
  const count = process.env['ROLLCALL_LONG'] ? 100_000 : 50_000
  for (let at = 0; at < count; at++) {
    const name = `a${HOSTILE[at % HOSTILE.length]}b${HOSTILE[(at * 7 + 3) % HOSTILE.length]}${at}`
    log.info({ name, [name]: { nested: [name] } }, name)
  }
  expect(lines).toHaveLength(count)
  for (const [at, line] of lines.entries()) {
    expect(line.endsWith('\n')).toBe(true)
    expect(line.slice(0, -1)).toMatch(PRINTABLE_LINE)
    expect(JSON.parse(line).name.endsWith(String(at))).toBe(true)
  }
})

it('leaves out what looks like a token or a cookie', () => {
  const line = JSON.stringify({ a: 'Bearer abc.def-ghi', b: 'eyJhbGciOiJF.eyJzdWIiOiJ3.c2ln', c: 'rollcall_session=abcdef; x' })
  expect(safeJsonLine(line)).toBe('{"a":"Bearer [secret]","b":"[secret]","c":"rollcall_session=[secret]; x"}')
})
