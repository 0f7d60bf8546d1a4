// Bundles the entries that run outside Next into dist/, one file each; packages stay in node_modules.
import { build } from 'esbuild'

await build({
  entryPoints: {
    rollcall: './cli/rollcall.ts',
    collector: './server/sync/main.ts',
    demo: './demo/main.ts',
    forwarded: './cli/forwarded.ts',
    'cookie-gate': './cli/cookie-gate.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
})
