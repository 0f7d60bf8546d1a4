import type { z } from 'zod'
import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import { whole } from './config-values.ts'

const { alarm, mass, quiet, flapping, gone } = RULES_DEFAULT

/** The settings of the rules, docs/alarm-rule.md. */
export const RULE_SETTINGS = {
  ATTENTION_NOT_REPORTING_PERCENT: whole(1, 100).default(100 * alarm.shareAttention),
  ALARM_NOT_REPORTING_PERCENT: whole(1, 100).default(100 * alarm.shareAlarm),
  ALARM_MASS_AGENTS: whole(1, 1_000_000).default(alarm.massAlarm),
  MASS_EVENT_MIN_AGENTS: whole(2, 1_000_000).default(mass.minAgents),
  QUIET_PERIODS: whole(1, 1000).default(quiet.periods),
  AGENT_KEEPALIVE_SECONDS: whole(1, 86_400).optional(),
  FLAPPING_CHANGES: whole(2, 1000).default(flapping.minChanges),
  GONE_DAYS: whole(1, 3650).default(gone.afterDays),
}

type RuleSettings = z.output<z.ZodObject<typeof RULE_SETTINGS>>

/** The rules as they are set, or `null` with what contradicts itself added to `problems`. */
export function readRules(settings: RuleSettings, problems: string[]): FleetRules | null {
  const { ATTENTION_NOT_REPORTING_PERCENT: attention, ALARM_NOT_REPORTING_PERCENT: alarmPercent } = settings
  if (attention > alarmPercent) {
    problems.push(
      `ATTENTION_NOT_REPORTING_PERCENT (${attention}) is more than ALARM_NOT_REPORTING_PERCENT (${alarmPercent}): set a smaller one`,
    )
    return null
  }
  return Object.freeze({
    alarm: { ...alarm, shareAttention: attention / 100, shareAlarm: alarmPercent / 100, massAlarm: settings.ALARM_MASS_AGENTS },
    mass: { ...mass, minAgents: settings.MASS_EVENT_MIN_AGENTS },
    quiet: { periods: settings.QUIET_PERIODS, periodSeconds: settings.AGENT_KEEPALIVE_SECONDS ?? null },
    flapping: { ...flapping, minChanges: settings.FLAPPING_CHANGES },
    gone: { afterDays: settings.GONE_DAYS },
  })
}
