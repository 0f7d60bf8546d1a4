import { Availability } from './availability.tsx'
import { EnrolmentsBlock } from './enrolments/enrolments-block.tsx'
import { Facts } from './facts.tsx'
import { Folds } from './folds/folds.tsx'
import { History } from './history.tsx'
import { LiveBlock } from './live/live-block.tsx'
import { NotesBlock } from './notes/notes-block.tsx'
import type { SectionProps } from './section-props.ts'
import { SyncBlock } from './sync-block.tsx'

/** The sections of the page of one endpoint, in order: who it is at the side, what is asked of it beside that. */
export function AgentSections(props: SectionProps) {
  const { manager, id } = props.detail.agent
  const past = { manager, id, of: null, at: props.at }
  return (
    <div className="columns">
      <div className="sections">
        <Facts {...props} />
        <EnrolmentsBlock agent={props.detail.agent} />
        <NotesBlock {...props} />
        <Availability {...past} />
      </div>
      <div className="sections">
        <SyncBlock {...props} />
        <LiveBlock {...props} />
        <History {...past} />
        <Folds {...props} />
      </div>
    </div>
  )
}
