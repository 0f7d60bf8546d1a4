import { expect, it } from 'vitest'
import { followed, type Typed } from './use-typed.ts'

const typing: Typed = { text: 'wal', seen: '', sent: null }

it('what is being typed stays while the value does', () => {
  expect(followed(typing, '')).toBe(typing)
})

it('what was handed up leaves newer typing alone when it comes back', () => {
  const newer: Typed = { text: 'wall', seen: '', sent: 'wal' }
  expect(followed(newer, 'wal')).toEqual({ text: 'wall', seen: 'wal', sent: null })
})

it('a value by another hand replaces it, also one that was handed up before', () => {
  expect(followed(typing, 'door')).toEqual({ text: 'door', seen: 'door', sent: null })
  const cleared = followed(followed({ ...typing, sent: 'wal' }, 'wal'), '')
  expect(cleared.text).toBe('')
  expect(followed(cleared, 'wal').text).toBe('wal')
})
