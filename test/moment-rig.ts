import { SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'

/** A fleet with an agent of each kind: `004` healthy, `005` lost, `006` lost and back, `007` removed, `008` enrolled again. */
export async function momentRig() {
  const times: Record<string, number> = {}
  const start = Math.floor(Date.now() / 1000) * 1000
  const rig = await collectorRig({ agents: 30, seed: 7, frozen: true, clock: { now: () => start } })
  const { control } = rig.demo
  const mark = (name: string) => {
    times[name] = control.now()
  }
  /** Lets time pass in which these agents are heard, and reads the manager. */
  const wait = async (seconds: number, heard: readonly string[]) => {
    control.advance(seconds * 1000)
    for (const id of heard) control.setAgent(id, { lastKeepAlive: iso(control.now() - 5000) })
    await rig.pass()
  }
  const calm = { status: 'active', group_config_status: 'synced', disconnection_time: null, status_code: 0 }
  for (const id of ['004', '005', '006', '007', '008']) control.setAgent(id, calm)
  await wait(0, ['004', '005', '006', '007', '008'])
  mark('first')
  await wait(30, ['004', '005', '006', '007', '008'])
  mark('heard')
  await wait(30, ['004', '007', '008'])
  mark('healthy')
  await wait(600, ['004', '007', '008'])
  mark('silent')
  await wait(240, ['004', '007', '008'])
  for (const id of ['005', '006'])
    control.setAgent(id, { status: 'disconnected', disconnection_time: iso(control.now() + 10_000), status_code: 4 })
  control.setAgent('004', { group_config_status: 'not synced' })
  await wait(30, ['004', '007', '008'])
  mark('lost')
  control.setAgent('006', { status: 'active', disconnection_time: null, status_code: 0 })
  control.removeAgent('007')
  control.reEnrolAgent('008', 'enrolled-again')
  await wait(30, ['004', '006'])
  await rig.pass()
  mark('end')
  const prisma = openPrisma(rig.store.file)
  const clock = { now: () => control.now(), sleep: async () => undefined }
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  return {
    rows: rig.rows,
    iso,
    /** Epoch milliseconds of a marked moment. */
    at: (name: 'first' | 'heard' | 'healthy' | 'silent' | 'lost' | 'end') => times[name] ?? 0,
    ctx: (scope: Scope = SCOPE_ALL): ServiceContext => ({
      ...{ fleet, prisma, clock, log, scope },
      config: { demo: false, intervalSeconds: 30, managers: [] },
    }),
    async stop() {
      await prisma.$disconnect()
      await rig.stop()
    },
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
