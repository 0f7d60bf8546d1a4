/** What everything inherits from. */
const PROTOTYPES = [
  ...[Object, Function, Array, String, Number, Boolean, BigInt, Symbol, Date, RegExp, Error, Promise, Map, Set, WeakMap, WeakSet],
  ...[URL, URLSearchParams, Headers, Request, Response],
].map((one) => one.prototype)

/** What the functions of each kind inherit from; its `constructor` makes such functions of texts. */
const KINDS = [
  () => 0,
  async () => 0,
  function* () {
    yield 0
  },
  async function* () {
    yield 0
  },
].map(Object.getPrototypeOf)

/**
 * Nothing can be added to what all objects inherit from any more, and nothing in it be taken away or made another thing: whoever gets as
 * far as writing there changes nothing for others. Nor does any object lead to what makes code of texts. Sealed, not frozen, because a
 * frozen property could not be set on single objects either, and packages do that with `toString` and `constructor`. To be called when all
 * code is loaded. Node's flag against code from texts can't be used: Next makes functions of texts while it loads, and zod for its speed.
 */
export function harden() {
  const handler = { apply: refuse, construct: refuse }
  for (const kind of KINDS) Object.defineProperty(kind, 'constructor', { value: new Proxy(kind.constructor, handler) })
  Reflect.deleteProperty(Object.prototype, '__proto__')
  for (const prototype of [...PROTOTYPES, ...KINDS]) Object.seal(prototype)
}

function refuse() {
  throw new EvalError('No text becomes code here.')
}
