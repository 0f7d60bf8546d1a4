import { afterEach, expect, it, vi } from 'vitest'
import { productEnvironment } from '#e2e/rollcall.ts'
import { SETTING_NAMES } from '#server/config-names.ts'

afterEach(() => vi.unstubAllEnvs())

it('hands no setting of a developer on to the product under test, neither from the environment nor from .env', () => {
  for (const name of [...SETTING_NAMES, 'ROLLCALL_DEMO', 'ROLLCALL_MEASURE']) vi.stubEnv(name, 'a developer’s')
  vi.stubEnv('HOME', '/home/me')
  const env = productEnvironment({ PORT: '0', MANAGER_NAME: 'main' })
  expect(env).toMatchObject({ HOME: '/home/me', PORT: '0', MANAGER_NAME: 'main' })
  expect(Object.values(env)).not.toContain('a developer’s')
  // What is set, if only to nothing, is not read from .env.
  expect(Object.keys(env)).toEqual(expect.arrayContaining([...SETTING_NAMES]))
})
