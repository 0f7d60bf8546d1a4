// npm run demo -- --agents 100000 --seed 7 --port 55000: the demo manager alone.
import { spawnSync } from 'node:child_process'
import { install, ROOT, run } from './prepare.mjs'

process.chdir(ROOT)
install()
run(process.execPath, ['cli/bundle.mjs'])
process.exitCode = spawnSync(process.execPath, ['dist/demo.mjs', ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
