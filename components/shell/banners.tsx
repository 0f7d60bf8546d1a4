'use client'

import { Strip } from '#components/ui/strip.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { SyncReport } from '#lib/contract/sync.ts'
import { formatAge } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatDateTime } from '#lib/format/time.ts'
import { AccountStrips } from './account-strips.tsx'
import { DiscrepancyStrips } from './discrepancy-strips.tsx'
import type { Freshness } from './freshness.ts'
import { PlainHttp } from './plain-http.tsx'
import { useFreshness } from './use-freshness.ts'

type ReportedManager = SyncReport['managers'][number]

/** What everybody must know before reading a number: invented data, unverified TLS, data that is old and why. */
export function Banners() {
  const { report, each, worst } = useFreshness()
  if (!report) return null
  // A part of them would be taken for all; how many there are is not for everybody.
  const whole = report.scope.kind === 'all' && worst.kind !== 'first_pass'
  const live = report.managers.flatMap(({ name }, i) => (each[i]?.kind === 'live' ? name : []))
  const [demo, demoMore] = TEXT.banner.demo(whole ? report.scope.total : null)
  const [tls, tlsMore] = TEXT.banner.insecureTls
  return (
    <section aria-label={TEXT.banner.label}>
      {report.demo && (
        <Strip headline={demo ?? ''}>
          {demoMore} <span className="max-sm:hidden">{TEXT.banner.demoHint}</span>
        </Strip>
      )}
      <PlainHttp />
      {report.insecureTls && (
        <Strip tone="pending" headline={tls}>
          {tlsMore} {TEXT.banner.insecureTlsHint}
        </Strip>
      )}
      <AccountStrips managers={report.managers} />
      <DiscrepancyStrips managers={report.managers} />
      {worst.kind === 'offline' ? (
        <Strip tone="unknown" headline={TEXT.banner.dashboardGone}>
          {TEXT.banner.dashboardGoneMore(worst.seconds === null ? null : formatAge(worst.seconds))}
        </Strip>
      ) : (
        report.managers.map((manager, i) => {
          const freshness = each[i]
          return freshness?.kind === 'stale' ? (
            <StaleManager key={manager.id} manager={manager} freshness={freshness} scope={report.scope} live={live} />
          ) : null
        })
      )}
    </section>
  )
}

function StaleManager({
  manager,
  freshness,
  scope,
  live,
}: {
  manager: ReportedManager
  freshness: Extract<Freshness, { kind: 'stale' }>
  scope: SyncReport['scope']
  /** Names of those that are fresh. */
  live: readonly string[]
}) {
  const text = TEXT.banner
  const zone = useZone()
  const age = freshness.seconds === null ? null : formatAge(freshness.seconds)
  const refused = freshness.reason === 'refused' || freshness.reason === 'other_fleet'
  const limited = scope.kind === 'limited'
  const asOf =
    manager.lastSyncAt === null ? text.nothingYet : text.asOf(manager.total, formatDateTime(manager.lastSyncAt, zone), limited)
  return (
    <Strip tone={refused ? 'disconnected' : 'unknown'} headline={`${headline(freshness.reason, manager, age)}.`}>
      {[
        manager.problem === null ? '' : sentence(manager.problem),
        freshness.reason === 'other_fleet' ? text.otherFleet : '',
        scope.kind === 'nothing' ? '' : asOf,
        freshness.retryInSeconds === null ? '' : text.nextTry(freshness.retryInSeconds),
        live.length === 0 ? '' : text.othersLive(live),
      ]
        .filter((part) => part !== '')
        .join(' ')}
    </Strip>
  )
}

function headline(reason: ReportedManager['state'], { name, account }: ReportedManager, age: string | null): string {
  const states = TEXT.banner.states
  switch (reason) {
    case 'unreachable':
      return states.unreachable(name, age)
    case 'rate_limited':
      return states.rate_limited(name)
    case 'refused':
      return states.refused(name)
    case 'degraded':
      return account?.hidden.includes('agents') ? states.hidden(name) : states.degraded(name)
    case 'other_fleet':
      return states.other_fleet(name)
    case 'ok':
    case 'starting':
    case 'first_pass':
      return states.late(name, age)
  }
}

/** The collector's own words as a sentence of ours. */
function sentence(problem: string): string {
  const text = problem.trim()
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.')
}
