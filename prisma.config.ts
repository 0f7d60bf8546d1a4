import { defineConfig } from 'prisma/config'

// Read by the Prisma command line only; the running program gets its file from server/config.ts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'file:./data/rollcall.db' },
})
