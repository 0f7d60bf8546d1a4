import { expect, it } from 'vitest'
import { baseVersion } from './base-version.ts'

it('a change is of the version that its form began with, whatever is shown meanwhile', () => {
  const base = baseVersion(1)
  base.show(2)
  expect(base.version()).toBe(1)
})

it('after a refusal it is of the version that is shown, whether that is drawn before or after the refusal is known', () => {
  const early = baseVersion(1)
  early.show(2)
  early.refused()
  expect(early.version()).toBe(2)
  const late = baseVersion(1)
  late.refused()
  late.show(2)
  expect(late.version()).toBe(2)
})
