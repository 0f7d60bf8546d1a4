import { PaletteHost } from '#components/palette/palette-host.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { pageReport, pageSettings } from '#server/http/page-answers.ts'
import { pageZone } from '#server/http/page-zone.ts'
import { requireSessionInfo } from '#server/http/session.ts'

export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  const [session, settings, report] = [await requireSessionInfo(), await pageSettings(), await pageReport()]
  const first = { session, settings, report, at: new Date().toISOString() }
  return (
    <Shell first={first} zone={await pageZone()}>
      {children}
      <PaletteHost />
    </Shell>
  )
}
