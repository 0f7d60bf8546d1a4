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
  const given = (await searchParams)['next']
  const next = safeReturnPath(typeof given === 'string' ? given : null)
  if (await pageSession()) redirect(next)
  const { config } = runtime()
  const managers = config.managers.map(({ id, name }) => ({ id, name }))
  return <SignInView managers={managers} demo={config.demo} next={next} ended={await pageSessionEnd()} />
}
