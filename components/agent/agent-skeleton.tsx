import { AGENT_TEXT } from '#lib/format/text-agent.ts'

const FACTS = ['w-1/3', 'w-1/2', 'w-2/5', 'w-3/5', 'w-1/3', 'w-1/2', 'w-2/5', 'w-1/3', 'w-1/2', 'w-2/5']

/** The shape of the page while its first answer is on the way. @param children what is known already, below the head */
export function AgentSkeleton({ id, beside, children }: { id: string; beside: boolean; children?: React.ReactNode }) {
  const Heading = beside ? 'h2' : 'h1'
  return (
    <>
      <Heading tabIndex={-1} className="sr-only">
        {AGENT_TEXT.loading(id)}
      </Heading>
      <div className="late gutter border-b border-line pt-2 pb-3" aria-hidden="true">
        <span className="bone my-2.5 w-40" />
        <span className="bone my-1 h-6! w-72 max-w-full" />
      </div>
      {children}
      <div className="late gutter max-w-(--facts) pt-4" aria-hidden="true">
        {FACTS.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are a fixed drawing
          <div key={i} className="grid h-(--row) grid-cols-3 items-center border-b border-subtle">
            <span className="bone w-3/5" />
            <span className={`bone col-span-2 ${width}`} />
          </div>
        ))}
      </div>
    </>
  )
}
