// npm run test:long: the integration tests at full count.
import { spawnSync } from 'node:child_process'
import { generate, install, ROOT } from './prepare.mjs'

process.chdir(ROOT)
install()
generate()
const env = { ...process.env, ROLLCALL_LONG: '1' }
process.exitCode =
  spawnSync('node_modules/.bin/vitest', ['run', '--project', 'unit', '--project', 'integration'], { stdio: 'inherit', env })
    .status ?? 1
