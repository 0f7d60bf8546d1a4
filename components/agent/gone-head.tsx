import { MOMENT_TEXT } from '#lib/format/text-moment.ts'
import { AgentPath } from './agent-path.tsx'

/** Name of an endpoint that was removed; what is kept of it follows. */
export function GoneHead({
  id,
  name,
  managerName,
  beside,
}: {
  id: string
  name: string
  managerName: string
  /** The list it stands beside has the way back, and the first heading. */
  beside: boolean
}) {
  const Heading = beside ? 'h2' : 'h1'
  return (
    <header className={beside ? 'gutter py-4' : 'gutter pt-2 pb-4'}>
      {!beside && <AgentPath managerName={managerName} id={id} />}
      <Heading tabIndex={-1} className="text-h1 font-semibold tracking-tight wrap-anywhere">
        {MOMENT_TEXT.removedTitle(name, id)}
      </Heading>
      <p className="mt-1 text-secondary">{MOMENT_TEXT.removedDetail}</p>
    </header>
  )
}
