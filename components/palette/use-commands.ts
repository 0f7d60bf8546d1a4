'use client'

import { usePathname } from 'next/navigation'
import { THEMES } from '#components/shell/theme-script.ts'
import { useTheme } from '#components/shell/use-theme.ts'
import { DENSITIES, density } from '#components/ui/density.ts'
import { goTo } from '#components/ui/list-link.tsx'
import { openDialog } from '#components/ui/palette-switch.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { PRESETS } from '#lib/query/presets.ts'
import { type PaletteItem, wordQuery } from './palette-items.ts'

/** Views and commands whose words hold what was typed. @param go to another page */
export function useCommands(text: string, go: (href: string) => void): { label: string; items: PaletteItem[] }[] {
  const pathname = usePathname()
  const { theme, setTheme } = useTheme()
  const words = LIST_TEXT.palette
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
      ...{ key: `density ${one}`, label: words.density(LIST_TEXT.columns.densities[one].toLowerCase()), note: '.' },
      run: () => density.set(one),
    })),
    { key: 'copy', label: words.copyLink, note: '', run: () => void navigator.clipboard?.writeText(window.location.href) },
    // After this dialog has closed.
    { key: 'keys', label: words.keys, note: '?', run: () => setTimeout(() => openDialog('help')) },
  ]
  const query = wordQuery(text)
  const filterBy = query === '' ? [] : [{ key: 'filter', label: words.filterBy(text.trim()), note: '', run: list(query) }]
  return [
    { label: words.views, items: [...filterBy, ...views.filter(fits)] },
    { label: words.commands, items: commands.filter(fits) },
  ]
}
