import type { Operator, Value } from './ast.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { quote, quoteValue } from './quoting.ts'

/** A value as it stands after an operator of its field; in a list after `=`. */
export function printValue(value: Value, field: FieldName, operator: Operator = '='): string {
  switch (value.type) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(value.boolean)
    case 'text':
      // An address field refuses a part of an address, unless it is quoted or only a part is asked for.
      return FIELDS[field].type === 'ip' && !operator.endsWith('~') && /^[\d./:]+$/.test(value.text)
        ? quote(value.text)
        : quoteValue(value.text)
    case 'version':
      return quoteValue(value.text)
    case 'ip':
      return /^[\da-f.:/]+$/i.test(value.text) ? value.text : quote(value.text)
    default:
      return value.text
  }
}

/** Equal for values that match the same; of one field. */
export function valueKey(value: Value): string {
  switch (value.type) {
    case 'null':
      return 'null'
    case 'boolean':
      return `b${value.boolean}`
    case 'text':
      return `t${value.folded}`
    case 'ip':
      return `i${value.range.low}-${value.range.high}`
    default:
      return `${value.type} ${value.text}`
  }
}
