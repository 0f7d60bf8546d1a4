import { AGENT_TEXT } from '#lib/format/text-agent.ts'

/** The heading, with what is said of the asking beside it. */
export function LiveHead({ children }: { children: React.ReactNode }) {
  return (
    <div className="mb-1 flex max-w-(--table) min-h-(--hit) flex-wrap items-baseline gap-x-3">
      <h2 id="live" className="font-semibold">
        {AGENT_TEXT.live}
      </h2>
      {children}
    </div>
  )
}
