'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { addManagerHref } from '#lib/api/return-path.ts'
import { MANAGERS_TEXT } from '#lib/format/text-managers.ts'
import type { Freshness } from './freshness.ts'
import { sayFreshness } from './freshness-chip.tsx'
import { useFreshness } from './use-freshness.ts'
import { useSession } from './use-session.ts'

/** With several managers: at which of them one is signed in, how fresh each is, and the way to add another. */
export function ManagersMenu() {
  const { managers } = useSession()
  if (managers.length < 2) return null
  const own = managers.filter(({ username }) => username !== null).length
  return (
    <>
      <button type="button" className="ghost wide" popoverTarget="managers-menu">
        <span className="max-md:sr-only">{MANAGERS_TEXT.count(own, managers.length)}</span>
        <span className="md:hidden" aria-hidden="true">
          {own}/{managers.length}
        </span>
      </button>
      <section id="managers-menu" popover="auto" className="floating" aria-label={MANAGERS_TEXT.title}>
        <p className="meta mb-2 max-w-80 text-secondary">{MANAGERS_TEXT.lead(own, managers.length)}</p>
        <List />
      </section>
    </>
  )
}

/** Renders every second, for the ages. */
function List() {
  const { managers } = useSession()
  const { report, each } = useFreshness()
  return (
    <ul className="grid max-h-[60vh] min-w-72 gap-1 overflow-y-auto">
      {managers.map(({ id, name, username }) => {
        const at = report?.managers.findIndex((manager) => manager.id === id) ?? -1
        return (
          <li key={id} className="flex min-h-(--control) items-center gap-3">
            <span className="min-w-0 flex-1 wrap-anywhere">
              <b className="font-medium">{name}</b>{' '}
              <span className="meta text-secondary">{username === null ? MANAGERS_TEXT.notIn : MANAGERS_TEXT.as(username)}</span>
            </span>
            {username === null ? <SignIn id={id} name={name} /> : <Fresh freshness={each[at] ?? { kind: 'unknown' }} />}
          </li>
        )
      })}
    </ul>
  )
}

function Fresh({ freshness }: { freshness: Freshness }) {
  const { token, word, age } = sayFreshness(freshness)
  return (
    <span className="meta inline-flex items-center gap-2 whitespace-nowrap text-secondary" data-s={token}>
      <StatusMark token={token} />
      <span>
        <span className="text-primary">{word}</span>
        {age !== '' && ` · ${age}`}
      </span>
    </span>
  )
}

function SignIn({ id, name }: { id: string; name: string }) {
  return (
    <a
      className="button"
      href={addManagerHref(id, '/')}
      aria-label={MANAGERS_TEXT.signInAt(name)}
      onClick={(event) => {
        // The address changes without this being drawn again.
        event.currentTarget.href = addManagerHref(id, window.location.pathname + window.location.search)
      }}
    >
      {MANAGERS_TEXT.signIn}
    </a>
  )
}
