'use client'

import { lazy } from 'react'
import { CONFIG_SECTIONS } from '#lib/contract/agent-live.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import type { SectionProps } from '../section-props.ts'
import { Fold } from './fold.tsx'

const CollectionFold = lazy(() => import('./fold-collection.tsx').then(({ CollectionFold }) => ({ default: CollectionFold })))
const ConfigFold = lazy(() => import('./fold-config.tsx').then(({ ConfigFold }) => ({ default: ConfigFold })))
const RecordFold = lazy(() => import('./fold-record.tsx').then(({ RecordFold }) => ({ default: RecordFold })))
const InventoryFold = lazy(() => import('./fold-inventory.tsx').then(({ InventoryFold }) => ({ default: InventoryFold })))

/** What is asked of the agent or its manager only when somebody opens it. */
export function Folds({ detail: { agent, asOf } }: SectionProps) {
  const { collection, config, inventory, record, label } = FOLDS_TEXT
  return (
    <section aria-label={label} className="folds">
      <Fold title={collection.title} hint={collection.hint}>
        <CollectionFold agent={agent} />
      </Fold>
      <Fold title={config.title} hint={config.hint(CONFIG_SECTIONS.length)}>
        <ConfigFold agent={agent} />
      </Fold>
      <Fold title={inventory.title} hint={inventory.hint}>
        <InventoryFold agent={agent} asOf={asOf} />
      </Fold>
      <Fold title={record.title} hint={record.hint}>
        <RecordFold agent={agent} asOf={asOf} />
      </Fold>
    </section>
  )
}
