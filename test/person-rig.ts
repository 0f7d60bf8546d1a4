import { mkdtempSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import pino from 'pino'
import { type Clock, systemClock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { AuditLog } from '#server/services/audit/audit-log.ts'
import { Persons } from '#server/services/people/persons.ts'
import { Sessions } from '#server/services/people/sessions.ts'
import { signInPerson } from '#server/services/people/sign-in.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { openStore } from '#server/store/open-store.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { sessionsRepo } from '#server/store/sessions-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { type Certificate, makeCertificate, makeToken, managerAt, startHttps } from './manager-server.ts'
import { ORIGIN, signInConfig } from './no-ways.ts'

export const EVERY_AGENT = { 'agent:read': { 'agent:id:*': 'allow', 'agent:group:*': 'allow' } }
/** Who may give any user any role is an administrator. */
export const ADMINISTRATOR = { ...EVERY_AGENT, 'security:update': { 'user:id:*': 'allow', 'role:id:*': 'allow' } }
export const LYON_ONLY = { 'agent:read': { 'agent:group:lyon': 'allow' } }

type Rights = Readonly<Record<string, Readonly<Record<string, string>>>>
let certificate: Promise<Certificate> | undefined

/** How often in a row nothing may have happened, with so many turns of the event loop each, before nothing is on its way. */
const QUIET_ROUNDS = 3
const TURNS = 10

/** A manager that knows accounts, their passwords and rights, and nothing else; people sign in at it. Time stands still until moved. */
export async function personRig(options: { id?: string; budgetPerMinute?: number } = {}) {
  const { id = 'main', budgetPerMinute = 1000 } = options
  certificate ??= makeCertificate()
  const own = await certificate
  const accounts = new Map<string, { password: string; rights: Rights }>()
  const tokens = new Map<string, string>()
  const asked: string[] = []
  const answers = { held: null as Promise<void> | null, broken: false, delivered: [] as string[] }

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    asked.push(`${request.method} ${request.url} ${nameOf(request)}`)
    if (answers.broken) return void request.socket.destroy()
    const [kind, credential = ''] = (request.headers.authorization ?? '').split(' ')
    if (kind === 'Basic') {
      const [name = '', password] = Buffer.from(credential, 'base64').toString('utf8').split(':')
      if (accounts.get(name)?.password !== password) return send(response, 401, { title: 'Unauthorized' })
      const token = makeToken()
      tokens.set(token, name)
      answers.delivered.push(token)
      return send(response, 200, { data: { token }, error: 0 })
    }
    const rights = accounts.get(tokens.get(credential) ?? '')?.rights
    if (!rights) return send(response, 401, { title: 'Unauthorized' })
    send(response, 200, { data: { ...rights, rbac_mode: 'white' }, error: 0 })
  }
  const nameOf = (request: IncomingMessage) => {
    const [kind, credential = ''] = (request.headers.authorization ?? '').split(' ')
    return kind === 'Basic' ? Buffer.from(credential, 'base64').toString('utf8').split(':')[0] : tokens.get(credential)
  }
  const server = await startHttps(own, (request, response) => {
    void Promise.resolve(answers.held).then(() => answer(request, response))
  })

  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  const prisma = openPrisma(file)
  // The time is ours, but a wait is a real one: for the network it must not be over at once.
  let sleeping = 0
  const clock: Clock & { at: number } = {
    at: Date.UTC(2026, 10, 21, 9),
    now: () => clock.at,
    async sleep(ms, signal) {
      sleeping++
      await systemClock.sleep(ms, signal)
      sleeping--
    },
  }
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  const manager: ManagerConfig = { ...managerAt(server.url, { fingerprint: own.fingerprint }), id, name: 'Main' }
  const clients: ManagerClient[] = []

  /** The part of the web process that knows people; a second one is the process after a restart. */
  const start = (managers: ManagerConfig[] = [manager], more: Parameters<typeof signInConfig>[1] = {}) => {
    const byId = new Map(managers.map((one) => [one.id, createManagerClient({ manager: one, clock, log, budgetPerMinute })]))
    clients.push(...byId.values())
    const config = signInConfig(managers, more)
    const repo = sessionsRepo({ prisma, db: openSqlite(file, { busyTimeoutMs: 15 }) })
    const persons = new Persons({ repo, clients: byId, clock, log })
    const audit = new AuditLog({ db: opened.db, clock, log: pino({ level: 'silent' }), keepDays: 400, key: null })
    const sessions = new Sessions({ repo, persons, clients: byId, clock, log, audit, config })
    const limits = new SignInLimits(clock)
    const ctx = { config, clients: byId, sessions, limits, log, audit }
    return {
      sessions,
      persons,
      signIn: (username: string, password: string, previous: string | null = null, at?: string) =>
        signInPerson({ ctx, input: { username, password, manager: at, ...ORIGIN, previous } }),
    }
  }

  return {
    accounts,
    answers,
    asked,
    clock,
    db: opened.db,
    file,
    lines,
    manager,
    prisma,
    start,
    web: start(),
    /** How often an account's rights were asked for, and how often it was logged in. */
    reads: (name: string) => asked.filter((line) => line === `GET /security/users/me/policies ${name}`).length,
    logIns: (name: string) => asked.filter((line) => line === `POST /security/user/authenticate ${name}`).length,
    /** Changes rights as the manager does: with them the account's tokens end. */
    setRights(name: string, rights: Rights) {
      const account = accounts.get(name)
      if (account) accounts.set(name, { ...account, rights })
      for (const [token, owner] of tokens) if (owner === name) tokens.delete(token)
    },
    dropTokens: () => tokens.clear(),
    /** Until nothing is asked or waited for any more. */
    async settle() {
      for (let [before, quiet] = [-1, 0]; quiet < QUIET_ROUNDS || sleeping > 0; ) {
        quiet = before === asked.length + lines.length ? quiet + 1 : 0
        before = asked.length + lines.length
        await systemClock.sleep(10)
        // On a busy machine that may pass without a turn in which a question on its way could have arrived.
        for (let turn = 0; turn < TURNS; turn++) await nextTurn()
      }
    },
    /** Every row of the store's sessions as text. */
    async rows(): Promise<string> {
      const rows = await prisma.session.findMany()
      return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()))
      await server.close()
    },
  }
}

export type PersonRig = Awaited<ReturnType<typeof personRig>>

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' })
  response.end(JSON.stringify(body))
}
