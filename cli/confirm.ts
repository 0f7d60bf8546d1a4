import { existsSync } from 'node:fs'
import { loadConfig } from '#server/config-env.ts'
import { confirmIdentity } from '#server/store/manager-row.ts'
import { openStore } from '#server/store/open-store.ts'

/** `npm run confirm [-- MANAGER]`: a person accepts the other fleet that answers at a manager's address. @returns the exit code */
function confirm(env: NodeJS.ProcessEnv, managerId?: string): number {
  const settings = loadConfig(env)
  if (!settings.ok) return say(settings.problems.join('\n'), 1)
  const [only] = settings.config.managers
  const id = managerId ?? (settings.config.managers.length === 1 ? only?.id : undefined)
  if (id === undefined) return say('Which manager? Give its id.', 2)
  const opened = openStore(settings.config.databaseFile)
  if (!opened.ok) return say(opened.problem.message, 1)
  try {
    const accepted = confirmIdentity(opened.db, id)
    if (accepted === null) return say(`Nothing waits to be confirmed for ${id}.`, 1)
    return say(`Confirmed: ${accepted}. The collector takes this fleet over within a minute.`, 0)
  } finally {
    opened.db.close()
  }
}

function say(text: string, code: number): number {
  if (code === 0) console.log(text)
  else console.error(text)
  return code
}

if (existsSync('.env')) process.loadEnvFile('.env')
process.exitCode = confirm(process.env, process.argv[2])
