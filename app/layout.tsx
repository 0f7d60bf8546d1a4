import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { THEME_SCRIPT } from '#components/shell/theme-script.ts'
import { TEXT } from '#lib/format/text.ts'
import '@fontsource-variable/inter'
import './globals.css'

export const metadata: Metadata = {
  title: { default: TEXT.product, template: TEXT.title('%s') },
  robots: { index: false, follow: false },
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* The theme must be set before the first paint, so this cannot wait for a file; the text is a constant of ours. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the one inline script, constant and with a nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>{children}</body>
    </html>
  )
}
