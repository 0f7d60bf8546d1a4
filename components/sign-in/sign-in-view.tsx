'use client'

import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Brand } from '#components/ui/brand.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { toApiError } from '#lib/api/api-error.ts'
import { signInHref } from '#lib/api/return-path.ts'
import { addAccount, startSession } from '#lib/api/session.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { MANAGERS_TEXT } from '#lib/format/text-managers.ts'
import { SIGN_IN_TEXT } from '#lib/format/text-sign-in.ts'
import { WAYS_TEXT } from '#lib/format/text-ways.ts'
import { DemoAccounts } from './demo-accounts.tsx'
import { OtherWays, type Ways } from './other-ways.tsx'

const TEXTS = SIGN_IN_TEXT

interface Problem {
  field: 'username' | 'password' | null
  message: string
}

/** Sign-in with an account of the manager. A full load follows, so that password managers notice and no old data stays. */
export function SignInView({
  managers,
  adds,
  demo,
  next,
  ended,
  ways,
  local,
}: {
  managers: readonly { id: string; name: string }[]
  /** The manager that joins the session of somebody who is signed in `to` another one. */
  adds: { id: string; name: string; to: string } | null
  /** The manager is the embedded demo, whose accounts everybody may know. */
  demo: boolean
  /** A path of ours, already checked. */
  next: string
  /** Why the last session of this browser ended before its time, or why another way did not lead in. */
  ended: string | null
  ways: Ways
  /** The dashboard's own account is asked for, not one of a manager. */
  local: boolean
}) {
  const form = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)

  const refuse = (found: Problem) => {
    flushSync(() => setProblem(found))
    const field = form.current?.elements.namedItem(found.field ?? 'password')
    if (field instanceof HTMLInputElement) field.focus()
  }
  const submit = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const data = new FormData(event.currentTarget)
    const username = textOf(data, 'username')
    const password = textOf(data, 'password')
    if (username === '') return refuse({ field: 'username', message: TEXTS.userNameMissing })
    if (password === '') return refuse({ field: 'password', message: TEXTS.passwordMissing })
    const manager = local ? '@local' : (adds?.id ?? textOf(data, 'manager'))
    setBusy(true)
    setProblem(null)
    try {
      const input = { username, password, ...(manager === '' ? {} : { manager }) }
      await (adds ? addAccount(input) : startSession(input))
      window.location.assign(next)
    } catch (thrown) {
      const error = toApiError(thrown)
      setBusy(false)
      refuse({ field: error.code === 'wrong_credentials' ? 'password' : null, message: error.message })
    }
  }
  const fill = (name: string) => {
    for (const key of ['username', 'password']) {
      const field = form.current?.elements.namedItem(key)
      if (field instanceof HTMLInputElement) field.value = name
    }
    setProblem(null)
    form.current?.querySelector('button')?.focus()
  }
  const wrong = (field: Problem['field']) => (problem?.field === field ? true : undefined)
  return (
    <main className="sign-in">
      <Brand />
      <h1 className="mt-8 text-h2 font-semibold tracking-tight text-balance">
        {adds ? MANAGERS_TEXT.addHeading(adds.name) : local ? WAYS_TEXT.localHeading : TEXTS.heading}
      </h1>
      <p className="mt-1 text-secondary">{adds ? MANAGERS_TEXT.addLead(adds.to) : local ? WAYS_TEXT.localLead : TEXTS.lead}</p>
      {ended !== null && (
        <p className="mt-4 flex items-start gap-2" role="status">
          <span className="mt-1">
            <StatusMark token="pending" />
          </span>
          {ended}
        </p>
      )}
      {/* Without scripts a form posts; never GET, which would put the password into the address. */}
      <form ref={form} method="post" noValidate onSubmit={submit} className="mt-6 grid">
        {managers.length > 1 && !local && (
          <>
            <label htmlFor="manager">{TEXTS.manager}</label>
            <select className="field" id="manager" name="manager">
              {managers.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </>
        )}
        <label htmlFor="username">{TEXTS.userName}</label>
        <input
          className="field"
          id="username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={LIMITS.userNameLength}
          required
          aria-invalid={wrong('username')}
          aria-describedby={wrong('username') && 'sign-in-problem'}
        />
        <label htmlFor="password">{TEXTS.password}</label>
        <input
          className="field"
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={LIMITS.passwordLength}
          required
          aria-invalid={wrong('password')}
          aria-describedby={wrong('password') && 'sign-in-problem'}
        />
        <div role="alert" id="sign-in-problem">
          {problem && (
            <p className="mb-2 flex items-start gap-2">
              <span className="mt-1">
                <StatusMark token="disconnected" />
              </span>
              {problem.message}
            </p>
          )}
        </div>
        <button type="submit" className="button main mt-2" aria-disabled={busy}>
          {busy ? TEXTS.busy : adds ? MANAGERS_TEXT.addSubmit(adds.name) : TEXTS.submit}
        </button>
      </form>
      {!adds && !local && <OtherWays ways={ways} next={next} />}
      {(adds || local) && (
        <p className="mt-3">
          <a className="underline" href={adds ? next : signInHref(next)}>
            {adds ? MANAGERS_TEXT.cancel : WAYS_TEXT.back}
          </a>
        </p>
      )}
      {next !== '/' && (
        <p className="meta mt-3 text-tertiary">
          {TEXTS.next} <span className="mono wrap-anywhere">{next}</span>
        </p>
      )}
      {demo && !local && <DemoAccounts onUse={fill} />}
    </main>
  )
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
