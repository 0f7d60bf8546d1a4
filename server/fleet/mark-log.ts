import type { ExpectedMark } from '#lib/agent/agent.ts'
import type { MarkRows } from '#server/store/mark-rows.ts'
import type { Layout, MarkColumn } from './table.ts'
import type { Turns } from './turns.ts'

/** Keys of one slice: a few milliseconds of the page thread. */
const SLICE = 5000
/** Marks that have ended are forgotten by reading everything anew once there are this many. */
const SPARE_MARKS = 1000

/** Which endpoints are expected to be down: kept up with the store, an act at a time, and with the clock, which ends marks. */
export class MarkLog {
  /** By place; the first stands for none, and so do those that have ended. */
  #marks: (ExpectedMark | null)[] = [null]
  /** Place of the mark by key of the endpoint. */
  #places = new Int32Array(1024)
  #seq = 0
  /** Something moved that no column shows yet. */
  #moved = false

  /** Reads acts that are new and ends marks whose time is over. @returns whether anything moved */
  async read(rows: MarkRows, now: number, turns: Turns): Promise<boolean> {
    const last = await rows.lastAct()
    if (last < this.#seq || this.#marks.filter((mark) => mark === null).length > SPARE_MARKS) this.#forget()
    if (last > this.#seq) {
      for (const act of await rows.acts(this.#seq, now)) {
        const { reason, until, by, at } = act
        const place = act.kind === 'expected' ? this.#marks.push({ reason, until, by, at }) - 1 : 0
        for (let after = -1; ; ) {
          if (turns.spent) await turns.next()
          const keys = await rows.agentsOf(act.id, after, SLICE)
          for (const key of keys) this.#put(key, place)
          if (keys.length < SLICE) break
          after = keys[keys.length - 1] ?? after
        }
      }
      this.#seq = last
      this.#moved = true
    }
    for (const [place, mark] of this.#marks.entries()) {
      if (mark === null || mark.until > now) continue
      this.#marks[place] = null
      this.#moved = true
    }
    return this.#moved
  }

  /** The marks by slot; `old` itself when nothing in it moved. */
  column(layout: Layout, old: MarkColumn): MarkColumn {
    const codes = new Int32Array(layout.size)
    let isSame = !this.#moved && old.codes.length === codes.length
    for (let slot = 0; slot < codes.length; slot++) {
      const place = this.#places[layout.keys[slot] ?? 0] ?? 0
      const code = this.#marks[place] ? place : 0
      codes[slot] = code
      isSame &&= old.codes[slot] === code
    }
    this.#moved = false
    return isSame ? old : { codes, marks: this.#marks.slice() }
  }

  #forget(): void {
    this.#marks = [null]
    this.#places.fill(0)
    this.#seq = 0
    this.#moved = true
  }

  #put(key: number, place: number): void {
    if (key >= this.#places.length) {
      const grown = new Int32Array(Math.max(key + 1, this.#places.length * 2))
      grown.set(this.#places)
      this.#places = grown
    }
    this.#places[key] = place
  }
}
