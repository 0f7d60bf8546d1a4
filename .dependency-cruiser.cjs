// Who may import whom: the one page that states the architecture. A room may always import itself;
// everything of ours that is not listed is an error.
const base = [
  '^server/(config|config-env|ways|password-hash|log|asked|clock|counters|in-turns|safe-text)\\.ts$',
  '^server/harden\\.mjs$',
]
const ROOMS = {
  '^lib/agent/': [],
  '^lib/query/': ['^lib/(agent|insight)/'],
  '^lib/contract/': ['^lib/(agent|query|insight)/'],
  '^lib/api/': ['^lib/(agent|query|contract|format)/'],
  '^lib/format/': ['^lib/(agent|contract)/'],
  '^lib/insight/': ['^lib/agent/'],
  '^server/manager/': ['^lib/(agent|query|contract)/', ...base],
  '^server/store/': ['^lib/(agent|query|contract|insight)/', '^prisma/generated/', ...base],
  '^server/sync/': ['^lib/(agent|contract|insight)/', '^server/(manager|store)/', ...base],
  '^server/fleet/': ['^lib/(agent|query|contract|insight)/', '^server/store/', ...base],
  '^server/services/': ['^lib/', '^server/(fleet|store|manager)/', ...base],
  '^server/live/': ['^lib/(agent|contract)/', '^server/fleet/', '^server/services/iso-time\\.ts$', ...base],
  '^server/http/': ['^lib/(contract|agent|format)/', '^lib/api/return-path\\.ts$', '^server/(services|runtime)', ...base],
  '^server/[^/]+\\.ts$': ['^server/', '^lib/'],
  '^components/(?!shell/|ui/|live/|endpoints/)([^/]+)/': ['^components/(ui|shell|marks)/', '^lib/'],
  '^components/endpoints/': ['^components/(agent|ui|shell|filter|list|rail|chart|counts|events|export|views|marks)/', '^lib/'],
  '^components/shell/': ['^components/(ui|live)/', '^lib/'],
  '^components/live/': ['^components/ui/', '^lib/'],
  '^components/ui/': ['^lib/'],
  '^app/api/': ['^server/(http|services)/', '^server/runtime\\.ts$', '^lib/contract/', '^lib/api/return-path\\.ts$'],
  '^app/(?!api/)': ['^components/', '^server/(http|services)/', '^server/runtime\\.ts$', '^lib/'],
  '^cli/': ['^server/', '^lib/', '^demo/', '^e2e/rollcall\\.ts$'],
  '^demo/': [],
  '^instrumentation\\.ts$': ['^server/(runtime|http/(page-gate|direct-routes))\\.ts$', '^app/api/.*/route\\.ts$'],
  '^proxy\\.ts$': [],
}
const OURS = '^(app|components|lib|server|demo|cli|e2e|prisma)/|^(instrumentation|proxy)\\.ts$'
const isFeature = (room) => room.includes('([^/]+)/')
const pkg = (names) => `node_modules/(${names})(/|$)`
const TESTS = '\\.test\\.tsx?$'

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).map(([from, may]) => ({
      name: `may-import ${from}`,
      severity: 'error',
      from: { path: from, pathNot: TESTS },
      to: { path: OURS, pathNot: [...may, isFeature(from) ? '^components/$1/' : from] },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'lib-no-node', severity: 'error', from: { path: '^lib/', pathNot: TESTS }, to: { dependencyTypes: ['core'] } },
    {
      name: 'lib-no-framework',
      severity: 'error',
      from: { path: '^lib/(?!api/)', pathNot: TESTS },
      to: { path: pkg('react|next|@tanstack|@prisma') },
    },
    { name: 'server-no-react', severity: 'error', from: { path: '^server/' }, to: { path: pkg('react|react-dom|@tanstack') } },
    { name: 'next-at-the-edge', severity: 'error', from: { path: '^(lib|demo|server/(?!http/))' }, to: { path: pkg('next') } },
    {
      name: 'database-in-store',
      severity: 'error',
      from: { path: OURS, pathNot: '^(server/store|prisma)/|^cli/.*\\.mjs$' },
      to: { path: `${pkg('@prisma|libsql')}|^prisma/generated/` },
    },
    {
      name: 'demo-stays-out',
      severity: 'error',
      from: { path: '^(app|components|lib|server)/', pathNot: TESTS },
      to: { path: '^demo/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^prisma/generated/' },
    exclude: { path: '^(\\.next|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
