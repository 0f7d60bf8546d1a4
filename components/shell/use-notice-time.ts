'use client'

import { type NoticeTime, noticeTime } from '#lib/insight/notice.ts'
import { useSettings } from './use-settings.ts'

/** How long managers take to notice a silent agent: those that `isMeant` picks by id, else all; `null` until it is known. */
export function useNoticeTime(isMeant: (id: string) => boolean = () => true): NoticeTime | null {
  const managers = useSettings()?.managers ?? []
  const meant = managers.filter(({ id }) => isMeant(id))
  return noticeTime(meant.length === 0 ? managers : meant)
}
