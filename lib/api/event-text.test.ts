import { expect, it } from 'vitest'
import { eventReader } from './event-text.ts'

const TEXT = 'event: hello\ndata: {"a":"ü"}\n\n: a comment\n\nevent: change\r\ndata: 1\r\ndata: 2\r\n\r\ndata: not whole\n'

it('gives the same events however the text is cut', () => {
  for (let cut = 0; cut <= TEXT.length; cut++) {
    const read = eventReader()
    expect([...read(TEXT.slice(0, cut)), ...read(TEXT.slice(cut))]).toEqual(['{"a":"ü"}', '1\n2'])
  }
})

it('keeps what is not whole until its end comes', () => {
  const read = eventReader()
  expect(read(TEXT)).toHaveLength(2)
  expect(read('\n')).toEqual(['not whole'])
})
