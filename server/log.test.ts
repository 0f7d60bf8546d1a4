import { afterEach, expect, it, vi } from 'vitest'

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
