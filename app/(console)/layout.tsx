import { PaletteHost } from '#components/palette/palette-host.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { pageSettings } from '#server/http/page-settings.ts'
import { requireSessionInfo } from '#server/http/session.ts'

export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return (
    <Shell session={await requireSessionInfo()} settings={await pageSettings()}>
      {children}
      <PaletteHost />
    </Shell>
  )
}
