import { SECURITY_HEADERS } from './cli/security-headers.mjs'

const headers = Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value }))

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // gzip of small JSON costs the page thread more than loopback or a LAN saves; a proxy may compress.
  compress: false,
  serverExternalPackages: ['@prisma/adapter-libsql', 'libsql', 'undici', 'pino'],
  // Types are checked by `npm run verify`; a start must not wait for them a second time.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/:path*', headers }],
}

export default config
