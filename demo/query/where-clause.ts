import { ManagerError } from '../wire/manager-error.ts'

export type RowTest = (row: number) => boolean

/** A condition, and the first word of the SQL it stands for. */
export interface Clause {
  readonly word: string
  readonly test: RowTest
}

/** A piece of the SQL text the manager would send, as far as its shape matters. */
export type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Clause

/**
 * Reads a token list the way the database's parser would, `AND` before `OR`.
 * @param hasWhere without it the first token already is a fault
 * @throws ManagerError 2003 with the database's words
 */
export function parseWhere(tokens: readonly Token[], hasWhere: boolean): RowTest {
  if (!hasWhere) {
    if (tokens[0] === undefined) return () => true
    throw near(tokens[0])
  }
  let position = 0
  const peek = () => tokens[position]

  function expression(depth: number): RowTest {
    let left = conjunction(depth)
    while (peek() === 'OR') {
      position += 1
      const [a, b] = [left, conjunction(depth)]
      left = (row) => a(row) || b(row)
    }
    return left
  }

  function conjunction(depth: number): RowTest {
    let left = operand(depth)
    while (peek() === 'AND') {
      position += 1
      const [a, b] = [left, operand(depth)]
      left = (row) => a(row) && b(row)
    }
    return left
  }

  function operand(depth: number): RowTest {
    const token = peek()
    position += 1
    if (typeof token === 'object') return token.test
    if (token === 'NOT') {
      const inner = operand(depth)
      return (row) => !inner(row)
    }
    if (token !== '(') throw near(token)
    const inner = expression(depth + 1)
    const closing = peek()
    position += 1
    if (closing === ')') return inner
    if (closing === undefined) throw new ManagerError(2003, 'incomplete input')
    throw near(closing)
  }

  const test = expression(0)
  const rest = peek()
  if (rest === undefined) return test
  // A closing parenthesis too many ends the sub-select; whatever follows it is the fault.
  throw near(rest === ')' ? tokens[position + 1] : rest)
}

/** The text always ends with the closing parenthesis of the count around it. */
function near(token: Token | undefined): ManagerError {
  const text = typeof token === 'string' ? token : (token?.word ?? ')')
  return new ManagerError(2003, `near "${text}": syntax error`)
}
