'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { PauseButton } from '#components/live/pause-button.tsx'
import { PausedChip } from '#components/live/paused-chip.tsx'
import { useLive } from '#components/live/use-live.ts'
import { Brand } from '#components/ui/brand.tsx'
import { PaletteButton } from '#components/ui/palette-button.tsx'
import { TEXT } from '#lib/format/text.ts'
import { FreshnessChip } from './freshness-chip.tsx'
import { ManagersMenu } from './managers-menu.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { UserMenu } from './user-menu.tsx'

export function TopBar() {
  const pathname = usePathname()
  const { pausedAt } = useLive()
  return (
    <header className="top">
      <Link href="/" prefetch={false} className="inline-flex h-(--bar) items-center">
        <Brand short />
      </Link>
      <nav aria-label={TEXT.nav.label} className="ms-2 me-auto flex self-stretch">
        <Link href="/" prefetch={false} aria-current={pathname === '/' ? 'page' : undefined}>
          {TEXT.nav.endpoints}
        </Link>
      </nav>
      <ManagersMenu />
      <PaletteButton />
      {pausedAt === null ? <FreshnessChip /> : <PausedChip since={pausedAt} />}
      <PauseButton />
      <ThemeSwitch />
      <UserMenu />
    </header>
  )
}
