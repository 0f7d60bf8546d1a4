import { describe, expect, it } from 'vitest'
import { printQuery } from '#lib/query/print.ts'
import { arrived, type DraftState, draftOf, sending, typed } from './draft-state.ts'

const LINK = 'status=disconnected'
const stands = ({ settled, text }: DraftState) => [printQuery(settled), text]

describe('typing', () => {
  it('stands on the filter of a link that has been followed', () => {
    const there = arrived(draftOf(''), LINK)
    expect(stands(typed(there, 'g', LINK))).toEqual([LINK, 'g'])
  })

  it('stands on the filter of a link that is still being followed, and stays when that has arrived', () => {
    const early = typed(typed(draftOf(''), 'g', LINK), 'gr', LINK)
    expect(stands(early)).toEqual([LINK, 'gr'])
    const there = arrived(early, LINK)
    expect(stands(there)).toEqual([LINK, 'gr'])
    expect(there.sent).toEqual([])
  })

  it('is not overwritten by what it has sent itself, however late that arrives', () => {
    const [first] = sending(typed(draftOf(''), 'a', ''), 'a')
    const [second] = sending(typed(first, 'ab', 'a'), 'ab')
    const more = typed(second, 'abc', 'ab')
    expect(stands(arrived(arrived(more, 'a'), 'ab'))).toEqual(['', 'abc'])
    expect(stands(arrived(more, 'ab'))).toEqual(['', 'abc'])
  })

  it('gives way to an address that came from elsewhere', () => {
    expect(stands(arrived(typed(draftOf(''), 'web', ''), 'status=active'))).toEqual(['status=active', ''])
  })

  it('goes back to the filter that was on its way when it began', () => {
    const [first] = sending(draftOf(''), 'status=active')
    expect(typed(first, 'web', 'status=active').session?.before).toBe('status=active')
  })

  it('is one step of the history', () => {
    const [first, how] = sending(typed(draftOf(''), 'a', ''), 'a')
    expect([how, sending(typed(first, 'ab', 'a'), 'ab')[1]]).toEqual(['push', 'replace'])
    expect(sending(first, 'a')[1]).toBeNull()
  })
})

it('keeps a filter that can’t be read as the text to be mended', () => {
  expect(stands(draftOf('statsu=active'))).toEqual(['', 'statsu=active'])
})
