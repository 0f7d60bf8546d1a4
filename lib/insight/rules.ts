import { ALARM_DEFAULTS, type AlarmSettings } from './alarm.ts'
import { FLAPPING_DEFAULTS, type FlappingSettings } from './flapping.ts'
import { GONE_DEFAULTS, type GoneSettings } from './gone.ts'
import { MASS_DEFAULTS, type MassSettings } from './mass-settings.ts'
import { QUIET_DEFAULTS, type QuietSettings } from './quiet.ts'

/** Every rule that says what is unusual, as it is set: docs/alarm-rule.md. */
export interface FleetRules {
  readonly quiet: QuietSettings
  readonly gone: GoneSettings
  readonly flapping: FlappingSettings
  readonly mass: MassSettings
  readonly alarm: AlarmSettings
}

export const RULES_DEFAULT: FleetRules = {
  quiet: QUIET_DEFAULTS,
  gone: GONE_DEFAULTS,
  flapping: FLAPPING_DEFAULTS,
  mass: MASS_DEFAULTS,
  alarm: ALARM_DEFAULTS,
}
