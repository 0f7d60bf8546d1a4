'use client'

import { useNoticeTime } from '#components/shell/use-notice-time.ts'
import { useSettings } from '#components/shell/use-settings.ts'
import { NOTICE_TEXT } from '#lib/format/text-notice.ts'
import { quietAfter } from '#lib/insight/quiet.ts'
import type { Expr } from '#lib/query/ast.ts'
import { hasTerm } from './filter.ts'

/** The last version whose agents send keep-alives twice as often. */
const OLD_VERSION = '4.12.0'

/** Above a list of quiet or disconnected endpoints: after how long a manager notices silence, and whether that is only assumed. */
export function NoticeNote({ expr }: { expr: Expr }) {
  const settings = useSettings()
  const notice = useNoticeTime(({ id, name }) => hasTerm(expr, 'manager', name) || hasTerm(expr, 'manager', id))
  const isQuiet = hasTerm(expr, 'quiet', 'true')
  if (!settings || !notice || (!isQuiet && !hasTerm(expr, 'status', 'disconnected'))) return null
  return (
    <p className="list-note gutter meta text-secondary" title={notice.assumed === 'none' ? undefined : NOTICE_TEXT.assumedTitle}>
      {isQuiet
        ? NOTICE_TEXT.quiet(notice, quietAfter(null, settings.quiet), quietAfter(OLD_VERSION, settings.quiet))
        : NOTICE_TEXT.disconnected(notice)}
    </p>
  )
}
