import { type AgentStatus, STATUS_META } from '#lib/agent/status.ts'

type Token = (typeof STATUS_META)[AgentStatus]['token']

/** The shape of a status: each differs without colour, for print, grey screens and eyes that mix colours up. */
export function StatusMark({ token }: { token: Token }) {
  return (
    <svg className="mark" data-s={token} viewBox="0 0 12 12" fill="none" aria-hidden="true">
      {SHAPES[token]}
    </svg>
  )
}

/** Shape and word of a status. */
export function StatusBadge({ status, more }: { status: AgentStatus; more?: string }) {
  const { token, label } = STATUS_META[status]
  return (
    <span className="badge" data-s={token}>
      <StatusMark token={token} />
      {more === undefined ? label : `${label} ${more}`}
    </span>
  )
}

const SHAPES = {
  active: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  disconnected: (
    <>
      <rect x=".75" y=".75" width="10.5" height="10.5" rx="2" fill="currentColor" />
      <path d="M4 4l4 4M8 4L4 8" stroke="var(--color-canvas)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  pending: (
    <>
      <circle cx="6" cy="6" r="4.5" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor" />
    </>
  ),
  never: <circle cx="6" cy="6" r="4.25" stroke="currentColor" strokeWidth="1.5" />,
  unknown: <circle cx="6" cy="6" r="4.25" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2.2 2.25" />,
} as const satisfies Record<Token, React.ReactNode>
