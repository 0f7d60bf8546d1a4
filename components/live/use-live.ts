'use client'

import { useSyncExternalStore } from 'react'
import { type LiveState, liveState } from '#lib/api/live-state.ts'

/** Where news come from now, and whether the person has paused them. */
export function useLive(): LiveState {
  return useSyncExternalStore(liveState.subscribe, liveState.get, liveState.initial)
}
