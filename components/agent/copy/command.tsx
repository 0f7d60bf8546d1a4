import { CopyButton } from '#components/ui/copy-button.tsx'

/** A command to copy, and what it would print where that is known. */
export function Command({ command, answer, what }: { command: string; answer?: string | null; what: string }) {
  return (
    <div className="shell">
      <code>
        <span aria-hidden="true">$ </span>
        {command}
        {answer && <samp className="block">{answer}</samp>}
      </code>
      <CopyButton value={command} what={what} />
    </div>
  )
}
