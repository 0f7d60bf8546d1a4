'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { THEMES } from '#components/shell/themes.ts'
import { usePresets } from '#components/shell/use-presets.ts'
import { useSession } from '#components/shell/use-session.ts'
import { useTheme } from '#components/shell/use-theme.ts'
import { copyLink } from '#components/ui/copy-text.ts'
import { DENSITIES, density } from '#components/ui/density.ts'
import { goTo } from '#components/ui/list-link.tsx'
import { openDialog } from '#components/ui/palette-switch.ts'
import { viewQueries } from '#lib/api/views.ts'
import { PLAIN_LIST_HREF, type ViewItem, viewHref } from '#lib/contract/views.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { VIEWS_TEXT } from '#lib/format/text-views.ts'
import { isCalled, type PaletteItem, wordQuery } from './palette-items.ts'

interface Commands {
  /** Those that begin with what was typed: they were meant, whatever endpoints are found meanwhile. */
  readonly first: readonly PaletteItem[]
  readonly others: readonly { readonly label: string; readonly items: readonly PaletteItem[] }[]
}

/** Views and commands whose words hold what was typed. @param go to another page */
export function useCommands(text: string, go: (href: string) => void): Commands {
  const pathname = usePathname()
  const { theme, setTheme } = useTheme()
  const { sees } = useSession()
  const presets = usePresets()
  const words = ON_DEMAND_TEXT.palette
  const saved = useQuery({ ...viewQueries.list(), enabled: sees !== 'nothing' }).data?.views ?? []
  const open = (href: string) => () => (pathname === '/' ? goTo(href, 'push') : go(href))
  const list = (q: string) => open(`/?${new URLSearchParams({ q })}`)
  const wanted = text.trim().toLowerCase()
  const views: PaletteItem[] = [
    { key: 'all', label: words.all, note: '', run: open(PLAIN_LIST_HREF) },
    ...saved.map((view) => ({ key: `saved ${view.id}`, label: view.name, note: noteOf(view), run: open(viewHref(view)) })),
    ...presets.map(({ name, q }) => ({ key: `view ${name}`, label: LIST_TEXT.presets.names[name], note: q, run: list(q) })),
  ]
  const commands: PaletteItem[] = [
    ...THEMES.filter((one) => one !== theme).map((one) => ({
      ...{ key: `theme ${one}`, label: words.theme(TEXT.theme.names[one]), note: '', also: words.themeAlso },
      run: () => setTheme(one),
    })),
    ...DENSITIES.filter((one) => one !== density.get()).map((one) => ({
      ...{ key: `density ${one}`, label: words.density(ON_DEMAND_TEXT.columns.densities[one].toLowerCase()) },
      ...{ note: '.', also: words.densityAlso },
      run: () => density.set(one),
    })),
    { key: 'copy', label: words.copyLink, note: '', run: () => void copyLink() },
    // After this dialog has closed.
    { key: 'keys', label: words.keys, note: '?', run: () => setTimeout(() => openDialog('help')) },
  ]
  const query = wordQuery(text)
  const filterBy = query === '' ? [] : [{ key: 'filter', label: words.filterBy(text.trim()), note: '', run: list(query) }]
  const first = wanted === '' ? [] : [...views, ...commands].filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const others = (all: readonly PaletteItem[]) => all.filter((item) => isCalled(item, wanted) && !first.includes(item))
  return {
    first,
    others: [
      { label: words.views, items: [...others(views), ...filterBy] },
      { label: words.commands, items: others(commands) },
    ],
  }
}

/** A saved view beside its name: whose it is where it is another's, and its filter. */
function noteOf({ own, owner, q }: ViewItem): string {
  return [own ? '' : VIEWS_TEXT.by(owner), q].filter((part) => part !== '').join(' · ')
}
