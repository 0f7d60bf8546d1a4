'use client'

import { useState } from 'react'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { ApiError } from '#lib/api/api-error.ts'
import { addManagerHref } from '#lib/api/return-path.ts'
import { removeAccount } from '#lib/api/session.ts'
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
  const { managers, manager: first, mapped } = useSession()
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
            {username === null && !mapped && <SignIn id={id} name={name} />}
            {username !== null && <Fresh freshness={each[at] ?? { kind: 'unknown' }} />}
            {username !== null && id !== first && !mapped && <SignOut id={id} name={name} />}
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

/** Of one that was added; the first account ends with the session, in the account menu. */
function SignOut({ id, name }: { id: string; name: string }) {
  const [failed, setFailed] = useState(false)
  const signOut = async () => {
    try {
      await removeAccount(id)
    } catch (error) {
      // A session that is over already is more than what was asked for.
      if (!(error instanceof ApiError && error.code === 'unauthenticated')) return setFailed(true)
    }
    // A full load, so that nothing of that manager stays in memory.
    window.location.reload()
  }
  return (
    <>
      <button
        type="button"
        className="ghost wide"
        aria-label={MANAGERS_TEXT.signOutAt(name)}
        title={MANAGERS_TEXT.signOutAt(name)}
        onClick={signOut}
      >
        {MANAGERS_TEXT.signOut}
      </button>
      <span role="alert" className="meta text-disconnected-text">
        {failed && MANAGERS_TEXT.signOutFailed(name)}
      </span>
    </>
  )
}
