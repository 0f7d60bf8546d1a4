'use client'

import { usePathname } from 'next/navigation'
import { THEMES } from '#components/shell/theme-script.ts'
import { useTheme } from '#components/shell/use-theme.ts'
import { DENSITIES, density } from '#components/ui/density.ts'
import { goTo } from '#components/ui/list-link.tsx'
import { openDialog } from '#components/ui/palette-switch.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { PRESETS } from '#lib/query/presets.ts'
import { type PaletteItem, wordQuery } from './palette-items.ts'

interface Commands {
  /** Those that begin with what was typed: they were meant, whatever endpoints are found meanwhile. */
  readonly first: readonly PaletteItem[]
  readonly others: readonly { readonly label: string; readonly items: readonly PaletteItem[] }[]
}

/** Views and commands whose words hold what was typed. @param go to another page */
export function useCommands(text: string, go: (href: string) => void): Commands {
  const pathname = usePathname()
  const { theme, setTheme } = useTheme()
  const words = ON_DEMAND_TEXT.palette
  const list = (q: string) => {
    const href = q === '' ? '/' : `/?${new URLSearchParams({ q })}`
    return () => (pathname === '/' ? goTo(href, 'push') : go(href))
  }
  const wanted = text.trim().toLowerCase()
  const fits = ({ label }: PaletteItem) => label.toLowerCase().includes(wanted)
  const views: PaletteItem[] = [
    { key: 'all', label: words.all, note: '', run: list('') },
    ...PRESETS.map(({ name, q }) => ({ key: `view ${name}`, label: LIST_TEXT.presets.names[name], note: q, run: list(q) })),
  ]
  const commands: PaletteItem[] = [
    ...THEMES.filter((one) => one !== theme).map((one) => ({
      ...{ key: `theme ${one}`, label: words.theme(TEXT.theme.names[one]), note: '' },
      run: () => setTheme(one),
    })),
    ...DENSITIES.filter((one) => one !== density.get()).map((one) => ({
      ...{ key: `density ${one}`, label: words.density(ON_DEMAND_TEXT.columns.densities[one].toLowerCase()), note: '.' },
      run: () => density.set(one),
    })),
    { key: 'copy', label: words.copyLink, note: '', run: () => void navigator.clipboard?.writeText(window.location.href) },
    // After this dialog has closed.
    { key: 'keys', label: words.keys, note: '?', run: () => setTimeout(() => openDialog('help')) },
  ]
  const query = wordQuery(text)
  const filterBy = query === '' ? [] : [{ key: 'filter', label: words.filterBy(text.trim()), note: '', run: list(query) }]
  const first = wanted === '' ? [] : [...views, ...commands].filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const others = (all: readonly PaletteItem[]) => all.filter((item) => fits(item) && !first.includes(item))
  return {
    first,
    others: [
      { label: words.views, items: [...others(views), ...filterBy] },
      { label: words.commands, items: others(commands) },
    ],
  }
}
