'use client'

import { Strip } from '#components/ui/strip.tsx'
import type { SyncReport } from '#lib/contract/sync.ts'
import { TEXT } from '#lib/format/text.ts'
import { useSession } from './use-session.ts'

const TEXTS = TEXT.scope.account

/** What is wrong with the accounts at the managers: what ours hides is for everybody, the rest comes only to administrators. */
export function AccountStrips({ managers }: { managers: SyncReport['managers'] }) {
  const session = useSession()
  return (
    <>
      {session.defaultPassword && (
        <Strip tone="pending" headline={TEXTS.ownDefaultPassword}>
          {TEXTS.ownDefaultPasswordMore(session.managerName)}
        </Strip>
      )}
      {managers.map(({ id, name, account }) => account && <OneAccount key={id} name={name} account={account} />)}
    </>
  )
}

type Account = NonNullable<SyncReport['managers'][number]['account']>

function OneAccount({ name, account: { hidden, excess, defaultPassword } }: { name: string; account: Account }) {
  return (
    <>
      {hidden.includes('agents') && <Strip headline={TEXTS.part(name)}>{TEXTS.partMore}</Strip>}
      {excess.length > 0 && (
        <Strip tone="pending" headline={TEXTS.excess(name)}>
          {TEXTS.excessMore(excess)}
        </Strip>
      )}
      {defaultPassword && (
        <Strip tone="pending" headline={TEXTS.defaultPassword(name)}>
          {TEXTS.defaultPasswordMore}
        </Strip>
      )}
    </>
  )
}
