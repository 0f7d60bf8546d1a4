import { SECURITY_HEADERS } from './cli/security-headers.mjs'

const { 'X-Frame-Options': frame, ...others } = SECURITY_HEADERS
const headers = Object.entries(others).map(([key, value]) => ({ key, value }))

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // gzip of small JSON costs the page thread more than loopback or a LAN saves; a proxy may compress.
  compress: false,
  // No page has an image to be made smaller, and nobody may have us fetch one.
  images: { unoptimized: true },
  serverExternalPackages: ['@prisma/adapter-libsql', 'libsql', 'undici', 'pino', 'openid-client'],
  // Types are checked by `npm run verify`; a start must not wait for them a second time.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for it before they have read which icon there is.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [
    { source: '/:path*', headers },
    // Whether a kiosk may stand in a frame is a setting, which proxy.ts knows.
    { source: '/((?!kiosk$|kiosk/start$).*)', headers: [{ key: 'X-Frame-Options', value: frame }] },
  ],
}

export default config
