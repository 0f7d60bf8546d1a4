/** Headers that every answer carries, static files included; the pages' CSP with its nonce is made in proxy.ts. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
]

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
