export type FieldType = 'text' | 'id' | 'ip' | 'enum' | 'number' | 'version' | 'time' | 'duration' | 'list' | 'boolean'

/** One field of the query language. */
export interface FieldSpec {
  readonly type: FieldType
  readonly label: string
  readonly aliases: readonly string[]
  readonly sortable: boolean
  /** May an agent have none, so that `null` means something? */
  readonly nullable: boolean
  /** For `enum`: the words, and for each other spellings that mean it. */
  readonly values?: Readonly<Record<string, readonly string[]>>
}

/** A table of fields that keeps the types of its literals. */
export const spec = <const T extends Record<string, FieldSpec>>(fields: T): T => fields
