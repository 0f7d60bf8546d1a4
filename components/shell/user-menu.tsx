'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useShortcutsOn } from '#components/ui/use-shortcut.ts'
import { ApiError } from '#lib/api/api-error.ts'
import { setLeaving } from '#lib/api/leaving.ts'
import { endSession } from '#lib/api/session.ts'
import { TEXT } from '#lib/format/text.ts'
import { useSession } from './use-session.ts'

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { username, managerName, managers, administrator } = useSession()
  const [failed, setFailed] = useState(false)
  const { on, setOn } = useShortcutsOn()
  const signOut = async () => {
    setFailed(false)
    setLeaving(true)
    let next = '/sign-in?out=1'
    try {
      next = (await endSession()).next
    } catch (error) {
      // A session that is over already is what was asked for.
      if (!(error instanceof ApiError && error.code === 'unauthenticated')) {
        setLeaving(false)
        return setFailed(true)
      }
    }
    // A full load, so that nothing of the session stays in memory.
    window.location.assign(next)
  }
  const label = TEXT.user.menu(username)
  return (
    <>
      <button type="button" className="ghost" popoverTarget="user-menu" aria-label={label} title={label}>
        <span
          className="grid size-7 place-items-center rounded-full bg-hover text-label font-medium uppercase"
          aria-hidden="true"
        >
          {username.slice(0, 2)}
        </span>
      </button>
      <div id="user-menu" popover="auto" className="floating">
        <p className="meta text-secondary">{TEXT.user.signedInAs}</p>
        <p className="mb-3 max-w-64 break-words">
          <b className="font-semibold">{username}</b> {TEXT.user.at(managerName)}
        </p>
        {managers.map(
          ({ id, name, limits }) =>
            limits && (
              <p key={id} className="meta mb-3 max-w-64 text-secondary wrap-anywhere">
                {TEXT.scope.explain(limits, name)}
              </p>
            ),
        )}
        {administrator && <p className="meta mb-3 max-w-64 text-secondary">{TEXT.user.administrator}</p>}
        <label className="mb-3 flex min-h-(--hit) max-w-64 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-primary"
            checked={on}
            onChange={(event) => setOn(event.target.checked)}
          />
          {TEXT.user.shortcuts}
        </label>
        <nav aria-label={label} className="mb-3 grid">
          <Link className="flex min-h-(--hit) items-center underline" href="/sessions" prefetch={false}>
            {TEXT.user.sessions}
          </Link>
          <Link className="flex min-h-(--hit) items-center underline" href="/kiosks" prefetch={false}>
            {TEXT.user.kiosks}
          </Link>
          {administrator && (
            <>
              <Link className="flex min-h-(--hit) items-center underline" href="/settings" prefetch={false}>
                {TEXT.user.settings}
              </Link>
              <Link className="flex min-h-(--hit) items-center underline" href="/audit" prefetch={false}>
                {TEXT.user.audit}
              </Link>
            </>
          )}
        </nav>
        <button type="button" className="button w-full" onClick={signOut}>
          {TEXT.user.signOut}
        </button>
        <p role="alert" className="meta text-disconnected-text">
          {failed && TEXT.user.signOutFailed}
        </p>
      </div>
    </>
  )
}
