import { expect, it } from 'vitest'
import { RowCounter } from './export.ts'

const count = (format: 'csv' | 'jsonl', text: string, step: number) => {
  const counter = new RowCounter(format)
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += step) counter.add(bytes.subarray(at, at + step))
  return counter.rows
}

it('counts rows however the bytes come, not line breaks within cells', () => {
  const csv = 'name,os\r\n"a\r\n""b""",1\r\n"""",\r\nc,"\n\n"\r\n'
  for (const step of [1, 2, 3, 1000]) {
    expect(count('csv', csv, step)).toBe(3)
    expect(count('jsonl', '{"a":"\\""}\n{"b":"x"}\n', step)).toBe(2)
  }
  expect(count('csv', '', 1)).toBe(0)
  expect(count('csv', 'name\r\n', 1)).toBe(0)
})
