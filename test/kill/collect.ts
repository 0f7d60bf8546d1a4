import { systemClock } from '#server/clock.ts'
import { loadConfig } from '#server/config-env.ts'
import { log } from '#server/log.ts'
import { openStore } from '#server/store/open-store.ts'
import { createCollector } from '#server/sync/collector.ts'

/** The collector without its pauses: one full pass after the other, until it is killed. */
const settings = loadConfig(process.env)
if (!settings.ok) throw new Error(settings.problems.join('\n'))
const { config } = settings
const opened = openStore(config.databaseFile)
if (!opened.ok) throw new Error(opened.problem.message)
const collector = createCollector({ config, clock: systemClock, log, random: Math.random, store: opened.db })
for (;;) {
  process.stdout.write('pass\n')
  await collector.runPass('main', 'full')
}
