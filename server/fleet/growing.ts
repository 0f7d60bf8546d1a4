/** A growing list of 32-bit integers. */
export class Whole {
  values = new Int32Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index] ?? 0
  }

  dropFirst(count: number): void {
    this.values.copyWithin(0, count, this.length)
    this.length -= count
  }
}

/** A growing list of doubles. */
export class Decimal {
  values = new Float64Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index] ?? Number.NaN
  }

  dropFirst(count: number): void {
    this.values.copyWithin(0, count, this.length)
    this.length -= count
  }
}
