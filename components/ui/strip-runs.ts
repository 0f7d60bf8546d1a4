/** Cells of one letter that follow each other. */
export interface Run {
  readonly letter: string
  readonly start: number
  readonly length: number
}

/** `aaad` → three of `a` from 0, one of `d` from 3. */
export function runsOf(cells: string): Run[] {
  const runs: Run[] = []
  for (const { 0: run, index } of cells.matchAll(/(.)\1*/g))
    runs.push({ letter: run.charAt(0), start: index, length: run.length })
  return runs
}
