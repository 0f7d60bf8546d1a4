'use client'

import { Icon } from '#components/ui/icon.tsx'
import { TEXT } from '#lib/format/text.ts'
import { useTheme } from './use-theme.ts'

/** System, light, dark, and round again. On phones the palette does it: the bar belongs to the age of the data there. */
export function ThemeSwitch() {
  const { theme, next, switchTheme } = useTheme()
  const label = TEXT.theme.label(TEXT.theme.names[theme], TEXT.theme.names[next])
  return (
    <button type="button" className="ghost max-sm:hidden" aria-label={label} title={label} onClick={switchTheme}>
      <Icon name={theme} />
    </button>
  )
}
