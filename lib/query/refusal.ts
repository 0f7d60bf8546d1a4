import type { QueryProblem, Span } from './ast.ts'

/** Carries a problem out of the parser; never leaves `parseQuery`. */
export class Refusal extends Error {
  readonly problem: QueryProblem

  constructor(problem: QueryProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** @param suggestion text to put in place of `span` */
export function refuse(message: string, span: Span, suggestion?: string | null): never {
  throw new Refusal(suggestion === undefined || suggestion === null ? { message, span } : { message, span, suggestion })
}
