import type { AnnotationRows } from '#server/store/annotation-rows.ts'
import type { Layout, OwnTextName, TextColumn } from './table.ts'
import type { Turns } from './turns.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Rows of one slice: a few milliseconds of the page thread. */
const SLICE = 2000

/** Aliases and tags that people gave endpoints: kept up with the store, a change at a time. */
export class AnnotationLog {
  /** Codes by key of the endpoint. */
  readonly #codes: Record<OwnTextName, Int32Array> = { alias: new Int32Array(1024), tags: new Int32Array(1024) }
  #vocabulary: Vocabulary | null = null
  #seq = 0
  /** Something moved that no column shows yet. */
  #moved = false

  /** Reads what is new; everything when the vocabulary is another one. @returns whether anything moved */
  async read(rows: AnnotationRows, vocabulary: Vocabulary, turns: Turns): Promise<boolean> {
    const last = await rows.last()
    if (vocabulary !== this.#vocabulary || last < this.#seq) this.#forget(vocabulary)
    const { alias: aliases, tags: lists } = vocabulary.dictionaries
    while (this.#seq < last) {
      if (turns.spent) await turns.next()
      const changes = await rows.after(this.#seq, SLICE)
      for (const [key, alias, tags, seq] of changes) {
        this.#put('alias', key, aliases.encode(alias))
        this.#put('tags', key, lists.encode(tags === '[]' ? null : tags))
        this.#seq = seq
      }
      this.#moved = true
      if (changes.length === 0) this.#seq = last
    }
    return this.#moved
  }

  /** The columns by slot; the old ones themselves where nothing in them moved. */
  async columns(
    layout: Layout,
    old: Readonly<Record<OwnTextName, TextColumn>>,
    vocabulary: Vocabulary,
    turns: Turns,
  ): Promise<Record<OwnTextName, TextColumn>> {
    const alias = await this.#column('alias', layout, old.alias, vocabulary, turns)
    const tags = await this.#column('tags', layout, old.tags, vocabulary, turns)
    this.#moved = false
    return { alias, tags }
  }

  async #column(name: OwnTextName, layout: Layout, old: TextColumn, vocabulary: Vocabulary, turns: Turns): Promise<TextColumn> {
    const known = this.#codes[name]
    const codes = new Int32Array(layout.size)
    let isSame = old.codes.length === codes.length
    for (let slot = 0; slot < codes.length; slot++) {
      const code = known[layout.keys[slot] ?? 0] ?? 0
      codes[slot] = code
      isSame &&= old.codes[slot] === code
    }
    const words = await vocabulary.words(name, old.words, turns)
    return isSame && words === old.words ? old : { codes, words }
  }

  #forget(vocabulary: Vocabulary): void {
    this.#vocabulary = vocabulary
    for (const codes of Object.values(this.#codes)) codes.fill(0)
    this.#seq = 0
    this.#moved = true
  }

  #put(name: OwnTextName, key: number, code: number): void {
    const codes = this.#codes[name]
    if (key < codes.length) codes[key] = code
    else if (code !== 0) {
      const grown = new Int32Array(Math.max(key + 1, codes.length * 2))
      grown.set(codes)
      grown[key] = code
      this.#codes[name] = grown
    }
  }
}
