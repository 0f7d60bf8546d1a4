'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { goTo, ListLink } from '#components/ui/list-link.tsx'
import { toApiError } from '#lib/api/api-error.ts'
import { changeView, createView, removeView, viewQueries } from '#lib/api/views.ts'
import { PLAIN_LIST_HREF, type ViewItem, viewHref } from '#lib/contract/views.ts'
import { VIEWS_TEXT } from '#lib/format/text-views.ts'
import type { PresentList } from './present-list.ts'
import { ViewForm } from './view-form.tsx'

/** Own and shared views, and the ways to keep the present list. */
export function ViewsPanel({
  present,
  current,
  shown,
  onGo,
}: {
  present: PresentList
  /** The view that is shown, but with another filter, sort or columns by now. */
  current: ViewItem | null
  shown: ViewItem | null
  onGo: () => void
}) {
  const client = useQueryClient()
  const { data, error } = useQuery(viewQueries.list())
  const [editing, setEditing] = useState<string | null>(null)
  const [outcome, setOutcome] = useState({ text: '', failed: false })
  const act = async (work: () => Promise<string>) => {
    try {
      setOutcome({ text: await work(), failed: false })
      setEditing(null)
    } catch (thrown) {
      setOutcome({ text: toApiError(thrown).message, failed: true })
    }
    await client.invalidateQueries({ queryKey: viewQueries.list().queryKey })
  }
  const views = data?.views ?? []
  const own = views.filter((view) => view.own)
  const shared = views.filter((view) => !view.own)
  const firstOf = (all: readonly ViewItem[]) => all.find(({ isDefault }) => isDefault)
  const startWith = (view: ViewItem | null) =>
    act(async () => {
      if (view) await changeView(view.id, { isDefault: true })
      else {
        // It may be pressed before it is known which one it takes the place of.
        const first = firstOf((data ?? (await client.fetchQuery(viewQueries.list()))).views)
        if (first) await changeView(first.id, { isDefault: false })
      }
      return ''
    })
  const row = (view: ViewItem) =>
    editing === view.id ? (
      <li key={view.id}>
        <ViewForm
          view={view}
          onSave={({ replace, ...fields }) =>
            act(async () => VIEWS_TEXT.saved((await changeView(view.id, { ...fields, ...(replace ? present : {}) })).name))
          }
          onRemove={() => act(async () => removeView(view.id).then(() => VIEWS_TEXT.removed(view.name)))}
          onCancel={() => setEditing(null)}
        />
      </li>
    ) : (
      <ViewRow
        key={view.id}
        view={view}
        isShown={view.id === shown?.id}
        onGo={onGo}
        onStart={() => startWith(view.isDefault ? null : view)}
        onEdit={() => setEditing(view.id)}
      />
    )
  return (
    <section className="views">
      <ul>
        <li className="view">
          <ListLink href={PLAIN_LIST_HREF} onClick={onGo} aria-current={shown === null ? 'true' : undefined}>
            {VIEWS_TEXT.all}
          </ListLink>
          <Star on={data !== undefined && !firstOf(views)} name={VIEWS_TEXT.all} onPress={() => startWith(null)} />
        </li>
        {own.map(row)}
      </ul>
      {shared.length > 0 && <h2 className="label mt-3">{VIEWS_TEXT.shared}</h2>}
      {shared.length > 0 && <ul>{shared.map(row)}</ul>}
      {data && views.length === 0 && <p className="meta mt-1 text-secondary">{VIEWS_TEXT.none}</p>}
      <div className="mt-3 grid gap-2 border-t border-line pt-3">
        {current?.own && (
          <button
            type="button"
            className="button main"
            onClick={() => act(async () => VIEWS_TEXT.saved((await changeView(current.id, present)).name))}
          >
            <span className="truncate">{VIEWS_TEXT.update(current.name)}</span>
          </button>
        )}
        {editing === 'new' ? (
          <ViewForm
            view={null}
            onSave={({ replace: _, ...fields }) =>
              act(async () => {
                const view = await createView({ ...fields, ...present })
                goTo(viewHref(view), 'push')
                return VIEWS_TEXT.saved(view.name)
              })
            }
            onCancel={() => setEditing(null)}
          />
        ) : (
          <button type="button" className="button" onClick={() => setEditing('new')}>
            {VIEWS_TEXT.save}
          </button>
        )}
      </div>
      <p role="status" className={outcome.failed ? 'meta mt-2 text-disconnected-text' : 'meta mt-2 text-secondary empty:hidden'}>
        {error && !data ? toApiError(error).message : outcome.text}
      </p>
    </section>
  )
}

function ViewRow({
  view,
  isShown,
  onGo,
  onStart,
  onEdit,
}: {
  view: ViewItem
  isShown: boolean
  onGo: () => void
  onStart: () => void
  onEdit: () => void
}) {
  const { name, own, owner, q } = view
  const note = own ? (view.shared ? VIEWS_TEXT.isShared : '') : VIEWS_TEXT.by(owner)
  return (
    <li className="view">
      <ListLink href={viewHref(view)} onClick={onGo} title={q} aria-current={isShown ? 'true' : undefined}>
        <span className="truncate">{name}</span>
        {note !== '' && <span className="meta truncate text-tertiary">{note}</span>}
      </ListLink>
      {own && (
        <button
          type="button"
          className="ghost small"
          aria-label={VIEWS_TEXT.edit(name)}
          title={VIEWS_TEXT.edit(name)}
          onClick={onEdit}
        >
          <Icon name="edit" small />
        </button>
      )}
      <Star on={view.isDefault} name={name} onPress={onStart} />
    </li>
  )
}

function Star({ on, name, onPress }: { on: boolean; name: string; onPress: () => void }) {
  const label = VIEWS_TEXT.start(name)
  return (
    <button
      type="button"
      className="ghost small star"
      aria-pressed={on}
      aria-label={label}
      title={on ? VIEWS_TEXT.startNote : label}
      onClick={onPress}
    >
      <Icon name="star" small />
    </button>
  )
}
