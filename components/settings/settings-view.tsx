'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Failure } from '#components/ui/failure.tsx'
import { administrationQueries } from '#lib/api/administration-queries.ts'
import { failureOf } from '#lib/api/api-error.ts'
import type { Administration } from '#lib/contract/administration.ts'
import { formatAge } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import { SETTINGS_TEXT } from '#lib/format/text-settings.ts'
import { ManagersTable } from './managers-table.tsx'

const TEXTS = SETTINGS_TEXT

/** For administrators: what the dashboard is set to, and how it gets on with its managers. */
export function SettingsView() {
  const query = useQuery(administrationQueries.current())
  const failure = failureOf(query)
  const { data } = query
  return (
    <div className="gutter grid gap-3 py-8">
      <h1 tabIndex={-1} className="text-h1 font-semibold tracking-tight">
        {TEXTS.title}
      </h1>
      <p className="max-w-(--reading) text-secondary">{TEXTS.lead}</p>
      {failure && !data && <Failure title={TEXTS.failed} error={failure} onRetry={() => void query.refetch()} />}
      {!failure && !data && <p className="late text-secondary">{TEXT.loading}</p>}
      {data && <Sections of={data} />}
      <p role="status" className="text-secondary">
        {failure && data ? failure.message : ''}
      </p>
    </div>
  )
}

function Sections({ of: { managers, audit, process, ...all } }: { of: Administration }) {
  return (
    <>
      <Section id="managers" title={TEXTS.managers}>
        <ManagersTable managers={managers} />
      </Section>
      <div className="settings">
        <Section id="kept" title={TEXTS.kept}>
          <Fact name={TEXTS.interval}>{TEXTS.every(all.intervalSeconds)}</Fact>
          <Fact name={TEXTS.history}>{TEXTS.days(all.historyDays)}</Fact>
          <Fact name={TEXTS.passDays}>{TEXTS.days(all.passDays)}</Fact>
          {all.storeBytes !== null && <Fact name={TEXTS.store}>{TEXTS.bytes(all.storeBytes)}</Fact>}
        </Section>
        <Section id="access" title={TEXTS.access}>
          <Fact name={TEXTS.transport}>{TEXTS.transports[all.transport]}</Fact>
          <Fact name={TEXTS.sessions}>
            <Link href="/sessions" prefetch={false} className="underline">
              {TEXTS.open(all.sessions)}
            </Link>
          </Fact>
          <Fact name={TEXTS.kiosks}>
            <Link href="/kiosks" prefetch={false} className="underline">
              {TEXTS.connected(all.kiosks)}
            </Link>
          </Fact>
          <Fact name={TEXTS.streams}>{TEXTS.open(all.streams)}</Fact>
          <Fact name={TEXTS.audit}>
            <Link href="/audit" prefetch={false} className="underline">
              {audit.head === null ? TEXTS.noEvents : TEXTS.events(audit.head.seq)}
            </Link>
            {audit.waiting > 0 && <span className="block text-disconnected-text">{TEXTS.waiting(audit.waiting)}</span>}
          </Fact>
        </Section>
        <Section id="running" title={TEXTS.running}>
          <Fact name={TEXTS.since}>{formatAge(process.uptimeSeconds)}</Fact>
          <Fact name={TEXTS.memory}>{TEXTS.bytes(process.memoryBytes)}</Fact>
          <Fact name={TEXTS.heldUp}>{TEXTS.milliseconds(process.heldUpMs)}</Fact>
        </Section>
      </div>
    </>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: React.ReactNode }) {
  const isFacts = id !== 'managers'
  return (
    <section aria-labelledby={id} className="mt-4 min-w-0">
      <h2 id={id} className="mb-1 font-semibold">
        {title}
      </h2>
      {isFacts ? <dl className="facts">{children}</dl> : children}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="meta text-tertiary">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
