import { beforeEach, describe, expect, it } from 'vitest'
import { ManagerError } from '#server/manager/errors.ts'
import { type Account, MergedAnswers, type Outcome } from './merged-answers.ts'

const clock = { time: 0, now: () => clock.time, sleep: async () => undefined }
const ada: Account = { key: 'ada', rights: {} }
const bob: Account = { key: 'bob', rights: {} }

let answers: MergedAnswers<number>
/** Who asked, and how each question ends once the test says so. */
let asked: { who: string; end: (outcome: Outcome<number>) => void }[]
beforeEach(() => {
  clock.time = 1_000_000
  answers = new MergedAnswers({ clock, keepMs: 15_000 })
  asked = []
})

const get = (account: Account, key = 'k') =>
  answers.get(key, account, () => new Promise((end) => asked.push({ who: account.key, end })))
const answer = (data: number): Outcome<number> => ({ kind: 'answer', data })
const failure = (personal: boolean, keepMs = 60_000): Outcome<number> => ({
  kind: 'failure',
  error: new ManagerError(personal ? 'forbidden' : 'timeout', 'x'),
  personal,
  keepMs,
})
const who = () => asked.map((one) => one.who)
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('one question', () => {
  it('is asked once for all who wait, and for all who come while its answer is kept', async () => {
    const waiting = [get(ada), get(bob), get(ada)]
    asked[0]?.end(answer(1))
    expect((await Promise.all(waiting)).map((kept) => kept.kind === 'answer' && kept.data)).toEqual([1, 1, 1])
    clock.time += 14_999
    expect(await get(bob)).toMatchObject({ data: 1, askedAt: 1_000_000 })
    expect(who()).toEqual(['ada'])
    clock.time += 1
    void get(bob)
    expect(who()).toEqual(['ada', 'bob'])
  })

  it('is another one under another key', async () => {
    void get(ada, 'a')
    void get(ada, 'b')
    expect(who()).toEqual(['ada', 'ada'])
  })

  it('keeps the answer before it, also while asking fails, but not for ever', async () => {
    const first = get(ada)
    asked[0]?.end(answer(1))
    expect(await first).toMatchObject({ before: null })
    clock.time += 20_000
    const second = get(ada)
    asked[1]?.end(failure(false))
    expect(await second).toMatchObject({ kind: 'failure', before: { askedAt: 1_000_000, data: 1 } })
    clock.time += 60_000
    const third = get(ada)
    asked[2]?.end(answer(3))
    expect(await third).toMatchObject({ data: 3, before: { data: 1 } })
    clock.time += 601_000
    const fourth = get(ada)
    asked[3]?.end(answer(4))
    expect(await fourth).toMatchObject({ data: 4, before: null })
  })

  it('is asked anew when the clock was set back', async () => {
    const first = get(ada)
    asked[0]?.end(answer(1))
    await first
    clock.time -= 3_600_000
    void get(ada)
    expect(asked).toHaveLength(2)
  })
})

describe('a failure', () => {
  it('of the agent or its manager is the same for everybody', async () => {
    const waiting = [get(ada), get(bob)]
    asked[0]?.end(failure(false))
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['failure', 'failure'])
    await get(bob)
    expect(who()).toEqual(['ada'])
  })

  it('of one account is not given to others, who ask one at a time', async () => {
    const cyd: Account = { key: 'cyd', rights: {} }
    const waiting = [get(ada), get(bob), get(cyd)]
    asked[0]?.end(failure(true))
    await turn()
    expect(who()).toEqual(['ada', 'bob'])
    asked[1]?.end(answer(2))
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['failure', 'answer', 'answer'])
    expect(asked).toHaveLength(2)
  })

  it('of one account stays with it although others were answered, until its rights were read again', async () => {
    const first = get(ada)
    asked[0]?.end(failure(true))
    await first
    const other = get(bob)
    asked[1]?.end(answer(2))
    await other
    expect((await get(ada)).kind).toBe('failure')
    expect((await get({ ...ada })).kind).toBe('failure')
    expect((await get({ key: 'ada', rights: {} })).kind).toBe('answer')
    expect(asked).toHaveLength(2)
  })
})

it('forgets the oldest of many', async () => {
  for (let i = 0; i < 2001; i++) {
    const one = get(ada, String(i))
    asked.at(-1)?.end(answer(i))
    await one
  }
  await get(ada, '2000')
  expect(asked).toHaveLength(2001)
  void get(ada, '0')
  expect(asked).toHaveLength(2002)
})
