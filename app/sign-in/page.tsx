import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInView } from '#components/sign-in/sign-in-view.tsx'
import { safeReturnPath } from '#lib/api/return-path.ts'
import { TEXT } from '#lib/format/text.ts'
import { pageSession, pageSessionEnd } from '#server/http/session.ts'
import { runtime } from '#server/runtime.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: TEXT.signIn.title }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: Props) {
  const given = await searchParams
  const next = safeReturnPath(typeof given['next'] === 'string' ? given['next'] : null)
  const { config } = runtime()
  const managers = config.managers.map(({ id, name }) => ({ id, name }))
  const session = await pageSession()
  if (session) {
    const own = [session, ...session.others].map(({ manager }) => manager)
    const added = managers.find(({ id }) => id === given['add'] && !own.includes(id))
    const first = managers.find(({ id }) => id === session.manager)
    if (!added || !first) redirect(next)
    return <SignInView managers={[added]} adds={{ ...added, to: first.name }} demo={config.demo} next={next} ended={null} />
  }
  return <SignInView managers={managers} adds={null} demo={config.demo} next={next} ended={await pageSessionEnd()} />
}
