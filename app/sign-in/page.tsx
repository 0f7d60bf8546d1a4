import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { PlainHttp } from '#components/shell/plain-http.tsx'
import { SignInView } from '#components/sign-in/sign-in-view.tsx'
import { safeReturnPath } from '#lib/api/return-path.ts'
import { SIGN_IN_TEXT } from '#lib/format/text-sign-in.ts'
import { pageProxyUser, pageSession, signInProblem } from '#server/http/session.ts'
import { runtime } from '#server/runtime.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: SIGN_IN_TEXT.title }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: Props) {
  const given = await searchParams
  const next = safeReturnPath(typeof given['next'] === 'string' ? given['next'] : null)
  const { config } = runtime()
  const managers = config.managers.map(({ id, name }) => ({ id, name }))
  const session = await pageSession()
  const common = { demo: config.demo, next, ways: { oidc: null, proxyUser: null, local: false }, local: false }
  if (session) {
    const own = [session, ...session.others].map(({ manager }) => manager)
    const added = managers.find(({ id }) => id === given['add'] && !own.includes(id))
    const first = managers.find(({ id }) => id === session.manager)
    if (!added || !first) redirect(next)
    return (
      <>
        <PlainHttp />
        <SignInView {...common} managers={[added]} adds={{ ...added, to: first.name }} ended={null} />
      </>
    )
  }
  const problem = await signInProblem(given['problem'], given['from'])
  const proxyUser = await pageProxyUser()
  // Whom the proxy names need not press anything, but somebody who has just left is not drawn back in.
  if (proxyUser !== null && given['out'] === undefined && problem === null)
    redirect(`/api/session/proxy?next=${encodeURIComponent(next)}`)
  const ways = { oidc: config.ways.oidc?.name ?? null, proxyUser, local: config.ways.local !== null }
  const local = ways.local && given['way'] === 'local'
  return (
    <>
      <PlainHttp />
      <SignInView {...common} managers={managers} adds={null} ended={problem} ways={ways} local={local} />
    </>
  )
}
