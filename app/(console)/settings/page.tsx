import type { Metadata } from 'next'
import { SettingsView } from '#components/settings/settings-view.tsx'
import { SETTINGS_TEXT } from '#lib/format/text-settings.ts'

export const metadata: Metadata = { title: SETTINGS_TEXT.title }

export default function SettingsPage() {
  return <SettingsView />
}
