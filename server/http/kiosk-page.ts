import { cookies, headers } from 'next/headers'
import type { KioskBoard, KioskState } from '#lib/contract/kiosk.ts'
import { runtime } from '#server/runtime.ts'
import { isServiceError } from '#server/services/errors.ts'
import { getKioskBoard } from '#server/services/kiosk/get-kiosk-board.ts'
import { readKioskToken } from './kiosk-cookie.ts'
import { kioskStateOf, requireKiosk } from './kiosk-screen.ts'

/** What the page of a screen begins with, so that it shows without a script too. `null`: the board can't be had now. */
export async function kioskPage(): Promise<KioskState & { board: KioskBoard | null }> {
  const cookie = (await cookies()).toString()
  const state = await kioskStateOf(cookie)
  if (state.screen.state !== 'paired') return { ...state, board: null }
  try {
    const { kiosk, ctx } = await requireKiosk(cookie)
    runtime().kiosks.seen(kiosk, (await headers()).get('x-rollcall-peer') ?? 'unknown')
    return { ...state, board: await getKioskBoard({ ctx, input: { kiosk } }) }
  } catch (error) {
    if (isServiceError(error)) return { ...state, board: null }
    throw error
  }
}

/** Whether the browser of a page sent any cookie of a screen. */
export async function hasKioskCookie(): Promise<boolean> {
  return readKioskToken((await cookies()).toString(), runtime().config) !== null
}
