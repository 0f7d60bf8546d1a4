import { Shell } from '#components/shell/shell.tsx'
import { requireSession } from '#server/http/session.ts'

export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  const { username, manager } = await requireSession()
  return (
    <Shell username={username} manager={manager}>
      {children}
    </Shell>
  )
}
