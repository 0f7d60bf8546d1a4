import { STEP, type Steps } from '#lib/agent/steps.ts'

/** Up to so many characters `JSON.parse` takes about a millisecond. */
const SHORT = 50_000
const DEPTH_MAX = 100
const SPACE = /[ \t\r\n]*/y
/** A text, number or word; `JSON.parse` says whether it is one. */
const SCALAR = /"(?:[^"\\]|\\.)*"|[-+.\w]+/y

/** What `JSON.parse` gives, with pauses: for a long text on a thread that answers requests. @throws SyntaxError */
export function* jsonSteps(text: string): Steps<unknown> {
  if (text.length <= SHORT) return JSON.parse(text)
  const reader = new Reader(text)
  const value = yield* readValue(reader, 0)
  if (reader.next !== '') throw reader.problem()
  return value
}

function* readValue(reader: Reader, depth: number): Steps<unknown> {
  const { next } = reader
  if (depth > DEPTH_MAX) throw reader.problem()
  if (next === '{') return yield* readObject(reader, depth)
  return next === '[' ? yield* readArray(reader, depth) : reader.scalar()
}

function* readObject(reader: Reader, depth: number): Steps<Record<string, unknown>> {
  const out: Record<string, unknown> = {}
  reader.take('{')
  for (let more = reader.next !== '}'; more; more = reader.skip(',')) {
    if (++reader.steps % STEP === 0) yield
    const name = reader.scalar()
    if (typeof name !== 'string') throw reader.problem()
    reader.take(':')
    const value = yield* readValue(reader, depth + 1)
    // Assigned, this name would be no member.
    if (name === '__proto__') Object.defineProperty(out, name, { value, configurable: true, enumerable: true, writable: true })
    else out[name] = value
  }
  reader.take('}')
  return out
}

function* readArray(reader: Reader, depth: number): Steps<unknown[]> {
  const out: unknown[] = []
  reader.take('[')
  for (let more = reader.next !== ']'; more; more = reader.skip(',')) {
    if (++reader.steps % STEP === 0) yield
    out.push(yield* readValue(reader, depth + 1))
  }
  reader.take(']')
  return out
}

class Reader {
  steps = 0
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next character that is no white space; '' at the end. */
  get next(): string {
    SPACE.lastIndex = this.#at
    SPACE.exec(this.#text)
    this.#at = SPACE.lastIndex
    return this.#text[this.#at] ?? ''
  }

  /** Whether `mark` comes next, which is then done. */
  skip(mark: string): boolean {
    if (this.next !== mark) return false
    this.#at++
    return true
  }

  take(mark: string): void {
    if (!this.skip(mark)) throw this.problem()
  }

  scalar(): unknown {
    if (this.next === '') throw this.problem()
    SCALAR.lastIndex = this.#at
    const word = SCALAR.exec(this.#text)?.[0]
    if (word === undefined) throw this.problem()
    this.#at += word.length
    return JSON.parse(word)
  }

  problem(): SyntaxError {
    return new SyntaxError(`not JSON at ${this.#at}`)
  }
}
