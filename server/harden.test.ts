import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** What these expressions give in a process that was hardened and started as the web process is; hardening can't be taken back. */
function hardened(...expressions: readonly string[]): unknown[] {
  const tries = expressions.map((code) => `() => ${code}`).join(',')
  const code = `import { harden } from './server/harden.mjs'
    harden()
    const found = [${tries}].map((attempt) => { try { return attempt() ?? null } catch (error) { return error.name } })
    console.log(JSON.stringify(found))`
  const flags = ['--disable-proto=delete', '--input-type=module', '-e', code]
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

it('lets nobody add to what all objects inherit, take from it, or make it another thing', () => {
  const found = hardened(
    'Object.prototype.polluted = 1',
    'Array.prototype.polluted = 1',
    '({}).constructor.prototype.polluted = 1',
    'Object.defineProperty(Object.prototype, "toString", { get: () => () => "x" })',
    'delete Object.prototype.hasOwnProperty',
    'Headers.prototype.polluted = 1',
    'Object.assign(Map.prototype, { polluted: 1 })',
  )
  expect(found).toEqual(Array.from({ length: 7 }, () => 'TypeError'))
})

it('has no __proto__ that a key could reach, and no object leads to what makes code of texts', () => {
  expect(hardened('"__proto__" in {}', '(({})["__proto__"] = { polluted: 1 }) && ({}).polluted')).toEqual([false, null])
  expect(hardened(`Object.assign({}, JSON.parse('{"__proto__":{"polluted":1}}')).polluted`)).toEqual([null])
  const made = [
    ...['(() => 1).constructor("return 1")()', '({}).constructor.constructor("return 1")()', '[].map.constructor("return 1")()'],
    ...['(async () => {}).constructor("return 1")', '(function* () {}).constructor("return 1")'],
    ...['(async function* () {}).constructor("return 1")', 'new ((class {}).constructor)("1")'],
  ]
  expect(hardened(...made)).toEqual(made.map(() => 'EvalError'))
})

it('leaves to single objects what is their own', () => {
  const found = hardened(
    'String(Object.assign({}, { toString: () => "mine" }))',
    '{ const one = {}; one.constructor = 7; one.toString = () => "mine"; return [one.constructor, String(one)] }',
    'new (class extends Map { get size() { return 9 } })().size',
    '(() => 1) instanceof Function && (() => 1) instanceof (() => 1).constructor && Function.prototype.call.call((x) => x, null, true)',
  )
  expect(found).toEqual(['mine', [7, 'mine'], 9, true])
})
