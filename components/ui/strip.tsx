import { Icon, type IconName } from './icon.tsx'
import { StatusMark } from './status-mark.tsx'

/** One line above the page: a headline, what it means, and perhaps something to do. `unknown` marks data that can't be trusted to be current. */
export function Strip({
  icon = 'info',
  tone = 'plain',
  headline,
  children,
}: {
  icon?: IconName
  tone?: 'plain' | 'pending' | 'unknown' | 'disconnected'
  headline: string
  children?: React.ReactNode
}) {
  return (
    <div className="strip gutter" data-s={tone === 'plain' ? undefined : tone}>
      {tone === 'plain' ? <Icon name={icon} /> : <StatusMark token={tone} />}
      <p className="min-w-0 flex-1 wrap-anywhere">
        <b>{headline}</b> {children}
      </p>
    </div>
  )
}
