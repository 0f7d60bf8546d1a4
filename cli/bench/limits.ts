export interface Judged {
  readonly name: string
  readonly value: number
  readonly most: number
  readonly unit: string
  readonly kept: boolean
}

/** Figures with a limit: each is printed with it, and whether it keeps it. */
export class Limits {
  readonly all: Judged[] = []

  /** @param most the highest value that keeps the limit; a value that is no number does not */
  check(name: string, value: number, most: number, unit: string): void {
    const kept = value <= most
    this.all.push({ name, value, most, unit, kept })
    const digits = most < 1 ? 3 : most < 10 ? 2 : 1
    console.log(`  ${name.padEnd(52)} ${value.toFixed(digits).padStart(8)} ${unit} · limit ${most} · ${kept ? 'ok' : 'OVER'}`)
  }

  /** One line on all of them; '' when there are none. */
  summary(): string {
    if (this.all.length === 0) return ''
    const over = this.all.filter(({ kept }) => !kept).map(({ name }) => name)
    const kept = `${this.all.length - over.length} of ${this.all.length} limits kept`
    return over.length === 0 ? kept : `${kept}; over: ${over.join('; ')}`
  }
}
