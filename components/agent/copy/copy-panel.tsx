'use client'

import { CopyButton } from '#components/ui/copy-button.tsx'
import { copyChoices } from '#lib/format/copy-as.ts'
import { COPY_TEXT } from '#lib/format/text-copy.ts'
import type { SectionProps } from '../section-props.ts'
import { useCommands } from './use-commands.ts'

/** Each way to copy an endpoint, with what it would copy. */
export function CopyPanel({ detail: { agent, asOf }, manager, at }: SectionProps) {
  const commands = useCommands(agent)?.commands
  if (!commands) return null
  const moment = at === null ? '' : `?at=${encodeURIComponent(at)}`
  const link = `${window.location.origin}/agents/${encodeURIComponent(agent.manager)}/${encodeURIComponent(agent.id)}${moment}`
  return (
    <>
      <h2 className="mb-1 font-semibold">{COPY_TEXT.open}</h2>
      <ul className="copy-choices">
        {copyChoices({ agent, commands, managerName: manager?.name ?? agent.manager, link, asOf }).map(
          ({ label, text, hint }) => (
            <li key={label}>
              <span className="min-w-0 flex-1">
                <span className="font-medium">{label}</span>
                {hint !== undefined && <span className="meta block text-tertiary">{hint}</span>}
                <code className="mono block truncate text-secondary">{text.split('\n', 1)[0]}</code>
              </span>
              <CopyButton value={text} what={label} />
            </li>
          ),
        )}
      </ul>
    </>
  )
}
