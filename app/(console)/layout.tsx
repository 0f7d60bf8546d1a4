import { PaletteHost } from '#components/palette/palette-host.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { requireSessionInfo } from '#server/http/session.ts'

export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return (
    <Shell session={await requireSessionInfo()}>
      {children}
      <PaletteHost />
    </Shell>
  )
}
