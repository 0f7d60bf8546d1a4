'use client'

import { useMemo } from 'react'
import { FLAPPING_DEFAULTS } from '#lib/insight/flapping.ts'
import { type Preset, presetsOf } from '#lib/query/presets.ts'
import { useSettings } from './use-settings.ts'

/** From how many changes of status in 24 hours on an endpoint is flapping, as it is set. */
export function useFlappingChanges(): number {
  return useSettings()?.flappingChanges ?? FLAPPING_DEFAULTS.minChanges
}

/** The questions people ask every day, by the rules as they are set. */
export function usePresets(): readonly Preset[] {
  const flappingChanges = useFlappingChanges()
  return useMemo(() => presetsOf({ flappingChanges }), [flappingChanges])
}
