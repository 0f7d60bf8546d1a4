import { TEXT } from '#lib/format/text.ts'
import { ActivityWatch } from './activity-watch.tsx'
import { Banners } from './banners.tsx'
import { type First, Providers } from './providers.tsx'
import { RightsGate } from './rights-gate.tsx'
import { RouteFocus } from './route-focus.tsx'
import { StaleMain } from './stale-main.tsx'
import { TopBar } from './top-bar.tsx'

/** What is around every page of a signed-in person. */
export function Shell({
  first,
  zone,
  children,
}: {
  first: First
  /** The person's time zone; `null` when the server does not know it yet. */
  zone: string | null
  children: React.ReactNode
}) {
  return (
    <Providers first={first} zone={zone}>
      <a
        href="#content"
        className="skip sr-only focus:not-sr-only focus:fixed focus:inset-s-2 focus:top-2 focus:z-(--z-toast) focus:bg-raised focus:p-3"
      >
        {TEXT.skip}
      </a>
      <TopBar />
      <Banners />
      <RouteFocus />
      <ActivityWatch />
      <StaleMain>
        <RightsGate>{children}</RightsGate>
      </StaleMain>
    </Providers>
  )
}
