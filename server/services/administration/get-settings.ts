import type { Settings } from '#lib/contract/settings.ts'
import { disconnectionDelay } from '#lib/insight/disconnection.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { ServiceContext } from '../context.ts'
import { readSnapshot } from '../read-input.ts'

/** The rules as they are set, and how long each manager in scope waits for a silent agent. @throws ServiceError `not_ready` */
export async function getSettings({ ctx }: { ctx: ServiceContext; input: Record<string, never> }): Promise<Settings> {
  const { managers, rules } = readSnapshot(ctx)
  const { quiet, gone, flapping, mass, alarm } = rules
  return {
    quiet: { periods: quiet.periods, periodSeconds: quiet.periodSeconds },
    goneAfterDays: gone.afterDays,
    flappingChanges: flapping.minChanges,
    productNames: ctx.config.productNames ?? 'wazuh',
    massEventMinAgents: mass.minAgents,
    alarm: { shareAttention: alarm.shareAttention, shareAlarm: alarm.shareAlarm, massAgents: alarm.massAlarm },
    managers: managersInScope(managers, ctx.scope).map(({ id, name, version }) => {
      const seconds = ctx.config.managers.find((manager) => manager.id === id)?.disconnectionSeconds
      return { id, name, version, disconnectionSeconds: seconds ?? disconnectionDelay(version), assumed: seconds === undefined }
    }),
  }
}
