import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { expect, it } from 'vitest'
import type { ManagerConfig } from '#server/config.ts'
import { createManagerClient } from '#server/manager/client.ts'
import { AuditLog } from '#server/services/audit/audit-log.ts'
import { isServiceError, type ServiceError } from '#server/services/errors.ts'
import { Persons } from '#server/services/people/persons.ts'
import { Sessions } from '#server/services/people/sessions.ts'
import { signInPerson } from '#server/services/people/sign-in.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { openStore } from '#server/store/open-store.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { sessionsRepo } from '#server/store/sessions-repo.ts'
import { HastyClock } from './manager-clock.ts'
import { makeCertificate, managerAt, startHttps } from './manager-server.ts'
import { ORIGIN, signInConfig } from './no-ways.ts'

/** A sign-in at this manager, and all that is logged meanwhile. */
async function refusedBy(manager: ManagerConfig): Promise<{ error: ServiceError; log: string }> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  const clock = new HastyClock()
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line) => lines.push(line) })
  const client = createManagerClient({ manager, clock, log, budgetPerMinute: 30 })
  const clients = new Map([[manager.id, client]])
  const repo = sessionsRepo({ prisma: openPrisma(file), db: opened.db })
  const config = signInConfig([manager])
  const persons = new Persons({ repo, clients, clock, log })
  const audit = new AuditLog({ db: opened.db, clock, log: pino({ level: 'silent' }), keepDays: 400, key: null })
  const ctx = {
    config,
    clients,
    sessions: new Sessions({ repo, persons, clients, clock, log, audit, config }),
    limits: new SignInLimits(clock),
    log,
    audit,
  }
  const input = { username: 'ada', password: 'l0velace', ...ORIGIN, previous: null }
  const error: unknown = await signInPerson({ ctx, input }).then(
    () => null,
    (reason) => reason,
  )
  await client.close()
  if (!isServiceError(error)) throw new Error(`expected a refusal, got ${String(error)}`)
  return { error, log: lines.join('') }
}

it('tells a stranger why passwords can’t be checked, but neither addresses, fingerprints nor settings', async () => {
  const certificate = await makeCertificate()
  const server = await startHttps(certificate, (_request, response) => response.end('{}'))
  const cases = [
    { manager: managerAt(new URL('https://127.0.0.1:1')), says: /can’t be reached/, logs: '127.0.0.1' },
    { manager: managerAt(server.url), says: /certificate/, logs: 'certificate is refused' },
  ]
  for (const { manager, says, logs } of cases) {
    const { error, log } = await refusedBy(manager)
    expect(error.code).toBe('manager_unreachable')
    expect(error.message).toMatch(says)
    expect(error.message).not.toMatch(/127\.0\.0\.1|[0-9a-f]{2}:[0-9a-f]{2}|[0-9a-f]{16}|MANAGER_/i)
    expect(log).toContain(logs)
    expect(log).not.toContain('l0velace')
  }
  await server.close()
})
