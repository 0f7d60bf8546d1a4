import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { preload } from 'react-dom'
import { EarlyPresses } from '#components/shell/early-presses.tsx'
import { FIRST_SCRIPT } from '#components/shell/first-script.ts'
import { TEXT } from '#lib/format/text.ts'
import '@fontsource-variable/inter'
import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
import './globals.css'

export const metadata: Metadata = {
  title: { default: TEXT.product, template: TEXT.title('%s') },
  robots: { index: false, follow: false },
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  // The styles name it, but only once they are there; the first paint should have it.
  preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* The theme must be set before the first paint, so this can’t wait for a file; the text is a constant of ours. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the one inline script, constant and with a nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: FIRST_SCRIPT }} />
      </head>
      <body>
        {children}
        <EarlyPresses />
      </body>
    </html>
  )
}
