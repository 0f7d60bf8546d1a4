import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VIEW_LIMITS, viewHref } from '#lib/contract/views.ts'
import { openPrisma, type StoreClient } from '#server/store/prisma.ts'
import { openTestStore } from '#server/store/testing.ts'
import { viewsRepo } from '#server/store/views-repo.ts'
import { changeView, createView, defaultView, listViews, removeView, type ViewsContext } from './views.ts'

let store: ReturnType<typeof openTestStore>
let prisma: StoreClient
beforeAll(() => {
  store = openTestStore()
  prisma = openPrisma(store.file)
})
afterAll(async () => {
  await prisma.$disconnect()
  store.remove()
})

const as = (username: string, manager = 'main'): ViewsContext => ({
  views: viewsRepo({ prisma, db: store.db }),
  clock: { now: () => 1000 },
  who: { manager, username },
})
const names = async (ctx: ViewsContext) => (await listViews({ ctx })).views.map(({ name }) => name)
const change = (ctx: ViewsContext, id: string, change: unknown) => changeView({ ctx, input: { id, change } })

describe('saved views', () => {
  it('are the person’s own, in one spelling, and sorted by name', async () => {
    const ada = as('ada')
    const view = await createView({
      ctx: ada,
      input: { name: '  Windows down ', q: 'os~windows  STATUS=down', sort: '-heard', cols: 'name,since' },
    })
    expect(view).toMatchObject({
      ...{ name: 'Windows down', q: 'os.name~windows and status=disconnected', sort: '-lastKeepAlive', cols: 'name,since' },
      ...{ shared: false, own: true, owner: 'ada', isDefault: false },
    })
    const all = await createView({ ctx: ada, input: { name: 'All', gone: 'listed' } })
    expect(viewHref(all)).toBe(`/?gone=listed&view=${all.id}`)
    expect(await change(ada, all.id, { gone: '' })).toMatchObject({ gone: '' })
    expect(await names(ada)).toEqual(['All', 'Windows down'])
    expect(await names(as('grace'))).toEqual([])
    expect(await names(as('ada', 'other'))).toEqual([])
    expect(viewHref(view)).toBe(
      `/?q=os.name%7Ewindows+and+status%3Ddisconnected&sort=-lastKeepAlive&cols=name%2Csince&view=${view.id}`,
    )
  })

  it('are seen by everybody at that manager once shared, and changed by their owner only', async () => {
    const [ada, grace] = [as('ada-2'), as('grace-2')]
    const { id } = await createView({ ctx: ada, input: { name: 'Night shift', q: 'status!=active' } })
    await expect(change(grace, id, { name: 'Mine' })).rejects.toMatchObject({ code: 'not_found' })
    await change(ada, id, { shared: true })
    expect((await listViews({ ctx: grace })).views).toMatchObject([{ name: 'Night shift', own: false, owner: 'ada-2' }])
    expect(await names(as('eve', 'other'))).toEqual([])
    await expect(change(grace, id, { q: '' })).rejects.toMatchObject({ code: 'not_owner', message: /belongs to ada-2/ })
    await expect(removeView({ ctx: grace, input: { id } })).rejects.toMatchObject({ code: 'not_owner' })
    await change(grace, id, { isDefault: true })
    expect(await defaultView({ ctx: grace })).toMatchObject({ id, q: 'status!=active' })
    expect(await defaultView({ ctx: ada })).toBeNull()
    await change(ada, id, { shared: false })
    expect(await defaultView({ ctx: grace })).toBeNull()
    await change(ada, id, { shared: true })
    await removeView({ ctx: ada, input: { id } })
    expect(await names(grace)).toEqual([])
    expect(await defaultView({ ctx: grace })).toBeNull()
  })

  it('have one default a person at most, which can be taken back', async () => {
    const ctx = as('linus')
    const first = await createView({ ctx, input: { name: 'a', isDefault: true } })
    const second = await createView({ ctx, input: { name: 'b', isDefault: true } })
    expect((await listViews({ ctx })).views.map(({ isDefault }) => isDefault)).toEqual([false, true])
    await change(ctx, first.id, { isDefault: false })
    expect(await defaultView({ ctx })).toMatchObject({ id: second.id })
    await change(ctx, second.id, { isDefault: false })
    expect(await defaultView({ ctx })).toBeNull()
  })

  it('refuse names that are taken, empty, too long or invisible, filters that can’t be read, and too many', async () => {
    const ctx = as('ken')
    const make = (input: unknown) => createView({ ctx, input })
    const { id } = await make({ name: 'Café' })
    await make({ name: 'other' })
    await expect(make({ name: 'CAFÉ' })).rejects.toMatchObject({ code: 'conflict', message: /already/ })
    await expect(change(ctx, id, { name: 'Other' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await change(ctx, id, { name: 'CAFÉ' })).toMatchObject({ name: 'CAFÉ' })
    for (const name of ['', '   ', 'x'.repeat(VIEW_LIMITS.nameLength + 1), 'a\u0000b', 'a\u202eb', 7])
      await expect(make({ name })).rejects.toMatchObject({ code: 'bad_request', message: /A view has a name/ })
    await expect(make({ name: 'n', q: 'nope=1' })).rejects.toMatchObject({ code: 'bad_query', extra: { query: { start: 0 } } })
    await expect(make({ name: 'n', q: 'x'.repeat(100_000) })).rejects.toMatchObject({ code: 'bad_request', message: /too long/ })
    await expect(make({ name: 'n', sort: 'gone' })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(make({ name: 'n', cols: 'name;drop' })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(make({ name: 'n', owner: 'eve' })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(make(null)).rejects.toMatchObject({ code: 'bad_request' })
    for (let i = 2; i < VIEW_LIMITS.perPerson; i++) await make({ name: `view ${i}` })
    await expect(make({ name: 'one too many' })).rejects.toMatchObject({ code: 'conflict', message: /the most/ })
    await removeView({ ctx, input: { id } })
    await make({ name: 'now there is room' })
    await expect(removeView({ ctx, input: { id } })).rejects.toMatchObject({ code: 'not_found' })
  })
})
