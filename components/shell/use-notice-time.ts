'use client'

import { type NoticeTime, noticeTime } from '#lib/insight/notice.ts'
import type { ManagerName } from '#lib/query/manager-names.ts'
import { useSettings } from './use-settings.ts'

/** How long managers take to notice a silent agent: those that `isMeant` picks, else all; `null` until it is known. */
export function useNoticeTime(isMeant: (manager: ManagerName) => boolean = () => true): NoticeTime | null {
  const managers = useSettings()?.managers ?? []
  const meant = managers.filter(isMeant)
  return noticeTime(meant.length === 0 ? managers : meant)
}
