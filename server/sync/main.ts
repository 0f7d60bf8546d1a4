import { parentPort } from 'node:worker_threads'
import { systemClock } from '#server/clock.ts'
import { loadConfig } from '#server/config-env.ts'
import { harden } from '#server/harden.mjs'
import { log } from '#server/log.ts'
import { openStore } from '#server/store/open-store.ts'
import { createCollector } from './collector.ts'

/**
 * The collector as a worker thread of the supervisor, or as a process of its own. Ends on the message `stop` or on SIGTERM;
 * exits with 1 when the settings or the store are unusable.
 */
async function main(): Promise<void> {
  const settings = loadConfig(process.env)
  if (!settings.ok) return fail(settings.problems.join('\n'))
  const { config } = settings
  const opened = openStore(config.databaseFile)
  if (!opened.ok) return fail(opened.problem.message)

  harden()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  parentPort?.on('message', (message) => message === 'stop' && stop())
  if (!parentPort) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)

  const say = (text: string) => void process.stderr.write(`${text}\n`)
  const collector = createCollector({ config, clock: systemClock, log, say, random: Math.random, store: opened.db })
  await collector.start(stopping.signal)
  await collector.close()
  opened.db.close()
  parentPort?.close()
}

function fail(problem: string): void {
  log.error({ problem }, 'The collector can’t start')
  process.exitCode = 1
  parentPort?.close()
}

await main()
