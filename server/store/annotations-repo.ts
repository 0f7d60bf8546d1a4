import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'
import type { PersonName } from './views-repo.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** What people wrote of one endpoint. Times in epoch milliseconds, our clock. */
export interface AnnotationRow {
  readonly alias: string | null
  readonly tags: readonly string[]
  /** 0 before the first change. */
  readonly version: number
  readonly by: string | null
  readonly changedAt: number | null
}

export interface NoteRow {
  readonly id: number
  readonly author: PersonName
  readonly text: string
  readonly madeAt: number
  readonly changedAt: number | null
  readonly version: number
}

const NOTHING: AnnotationRow = { alias: null, tags: [], version: 0, by: null, changedAt: null }

/** Reads what people wrote of an endpoint. */
export function annotationReads(prisma: StoreClient) {
  return {
    async annotation({ key }: VisibleEndpoint): Promise<AnnotationRow> {
      const row = await prisma.annotation.findUnique({ where: { agentKey: key } })
      if (row === null) return NOTHING
      const { alias, tags, version, username: by, changedAt } = row
      return { alias, tags: readTags(tags), version, by, changedAt: Number(changedAt) }
    },
    /** The newest first. */
    async notes({ key }: VisibleEndpoint): Promise<NoteRow[]> {
      const rows = await prisma.note.findMany({ where: { agentKey: key }, orderBy: { id: 'desc' } })
      return rows.map(({ id, managerId: manager, username, text, madeAt, changedAt, version }) => ({
        ...{ id, author: { manager, username }, text, madeAt: Number(madeAt), version },
        changedAt: changedAt === null ? null : Number(changedAt),
      }))
    },
  }
}

/** Writes it through the driver (docs/decisions/0006). `changed`: somebody else was quicker, and nothing was written. */
export function annotationsWriter(db: Sqlite) {
  const write = <T>(work: () => T) => retryBusy(() => db.transaction(work))
  return {
    /** @param given `version` is the one that the change was made of */
    save(
      { key }: VisibleEndpoint,
      { manager, username }: PersonName,
      given: Pick<AnnotationRow, 'alias' | 'tags' | 'version'>,
      now: number,
    ): Promise<'ok' | 'changed'> {
      return write(() => {
        const [version] = db.get('SELECT "version" FROM "Annotation" WHERE "agentKey" = ?', key) ?? [0]
        if (Number(version) !== given.version) return 'changed'
        const tags = JSON.stringify(given.tags)
        db.run(SAVE, key, given.alias, tags, manager, username, now, given.version + 1)
        return 'ok'
      })
    },
    addNote({ key }: VisibleEndpoint, { manager, username }: PersonName, text: string, { now, limit }: NoteTerms) {
      return write((): 'ok' | 'full' => {
        const [count] = db.get('SELECT count(*) FROM "Note" WHERE "agentKey" = ?', key) ?? [0]
        if (Number(count) >= limit) return 'full'
        db.run(INSERT, key, manager, username, text, now)
        return 'ok'
      })
    },
    changeNote({ key }: VisibleEndpoint, { id, version }: NoteVersion, text: string, now: number): Promise<'ok' | 'changed'> {
      return write(() => (db.run(UPDATE, text, now, id, key, version) > 0 ? 'ok' : 'changed'))
    },
    removeNote({ key }: VisibleEndpoint, { id, version }: NoteVersion): Promise<'ok' | 'changed'> {
      return write(() => (db.run(DELETE, id, key, version) > 0 ? 'ok' : 'changed'))
    },
  }
}
export type AnnotationsWriter = ReturnType<typeof annotationsWriter>

interface NoteTerms {
  readonly now: number
  readonly limit: number
}
type NoteVersion = Pick<NoteRow, 'id' | 'version'>

/** We wrote the list ourselves. */
function readTags(json: string): string[] {
  const read: unknown = JSON.parse(json)
  return Array.isArray(read) ? read.map(String) : []
}

const SAVE = `INSERT INTO "Annotation" ("agentKey", "alias", "tags", "managerId", "username", "changedAt", "version", "seq")
  VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max("seq"), 0) + 1 FROM "Annotation"))
  ON CONFLICT ("agentKey") DO UPDATE SET "alias" = excluded."alias", "tags" = excluded."tags", "managerId" = excluded."managerId",
    "username" = excluded."username", "changedAt" = excluded."changedAt", "version" = excluded."version", "seq" = excluded."seq"`
const INSERT = 'INSERT INTO "Note" ("agentKey", "managerId", "username", "text", "madeAt") VALUES (?, ?, ?, ?, ?)'
const UPDATE = `UPDATE "Note" SET "text" = ?, "changedAt" = ?, "version" = "version" + 1
  WHERE "id" = ? AND "agentKey" = ? AND "version" = ?`
const DELETE = 'DELETE FROM "Note" WHERE "id" = ? AND "agentKey" = ? AND "version" = ?'
