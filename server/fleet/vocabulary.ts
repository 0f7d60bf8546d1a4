import { ipSortKey, textSortKey } from '#lib/agent/collate.ts'
import { versionSortKey } from '#lib/agent/version.ts'
import { Dictionary } from './dictionary.ts'
import { readGroups } from './group-lists.ts'
import { Ranker, type SortKey } from './ranking.ts'
import { type Dictionaries, forEachNumber, forEachText, type Table, type TextColumnName, type Words } from './table.ts'
import type { Turns } from './turns.ts'

/** How the texts of each column sort, where they are sorted by at all. */
const SORT_KEYS: Readonly<Partial<Record<TextColumnName, SortKey>>> = {
  name: textSortKey,
  ip: ipSortKey,
  registerIp: ipSortKey,
  groups: listSortKey,
  osName: textSortKey,
  osVersion: versionSortKey,
  osPlatform: textSortKey,
  osArch: textSortKey,
  version: versionSortKey,
  nodeName: textSortKey,
  managerHost: textSortKey,
  alias: textSortKey,
  tags: listSortKey,
}

/** The dictionaries and rankings of all text columns: the growing part of the fleet, owned by its one writer. */
export class Vocabulary {
  readonly dictionaries: Dictionaries = forEachText(() => new Dictionary())
  readonly #rankers: Readonly<Record<TextColumnName, Ranker | null>> = forEachText((name) => {
    const sortKey = SORT_KEYS[name]
    return sortKey ? new Ranker(sortKey) : null
  })

  /** The texts of a column as they are now; `old` itself when none was added. Ranks new ones, yielding. */
  async words(name: TextColumnName, old: Words, turns: Turns): Promise<Words> {
    const { size, values, folded } = this.dictionaries[name]
    if (size === old.size && values === old.values) return old
    const ranking = (await this.#rankers[name]?.rank(values, turns)) ?? null
    return { size, values, folded, ranking }
  }

  /** The texts of a column with no row in it. */
  emptyWords(name: TextColumnName): Words {
    const { values, folded } = this.dictionaries[name]
    return { size: 0, values, folded, ranking: null }
  }
}

function listSortKey(json: string): string {
  return textSortKey(readGroups(json).join(', '))
}

/** A table without rows. */
export function emptyTable(vocabulary: Vocabulary): Table {
  return {
    layout: { size: 0, ranges: [], ids: new Int32Array(0), keys: new Int32Array(0) },
    text: forEachText((name) => ({ codes: new Int32Array(0), words: vocabulary.emptyWords(name) })),
    number: forEachNumber(() => new Float64Array(0)),
    flaps: new Float64Array(0),
    marks: { codes: new Int32Array(0), marks: [null] },
  }
}
