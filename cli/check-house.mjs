// House rules that no linter knows: file length, dead paths in docs, a complete lock without addresses, nothing of this machine in the tree.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const MAX_LINES = 300
const problems = []
const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\0')
  .filter((file) => file && existsSync(file))
const text = (file) => readFileSync(file, 'utf8')
const isText = (file) => !/\.(png|ico|woff2?|jpg)$/.test(file)

for (const file of tracked.filter((name) => /\.(ts|tsx|mjs|cjs|js|css)$/.test(name))) {
  const lines = text(file).split('\n').length - 1
  if (lines > MAX_LINES) problems.push(`${file}: ${lines} lines, at most ${MAX_LINES}`)
}

for (const file of tracked.filter((name) => isText(name) && name !== 'cli/check-house.mjs' && name !== 'package-lock.json')) {
  const body = text(file)
  const machine = /(^|[^\w.])\/(work|farm)\/\w/m.exec(body)
  if (machine) problems.push(`${file}: names a path of one machine: ${machine[0].trim()}`)
  if (/\bTODO\b|\bFIXME\b/.test(body)) problems.push(`${file}: leaves work for someone else`)
  if (/biome-ignore [\w/]+\s*(:\s*)?$/m.test(body)) problems.push(`${file}: a lint rule is off without a reason`)
}

for (const file of tracked.filter((name) => name.endsWith('.md'))) {
  for (const [, link] of text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    if (!existsSync(path.join(path.dirname(file), link))) problems.push(`${file}: dead link ${link}`)
  }
  for (const [, name] of text(file).matchAll(/`((?:app|components|lib|server|demo|cli|prisma|e2e|test|docs)\/[\w./()[\]-]+)`/g)) {
    if (!existsSync(name)) problems.push(`${file}: there is no ${name}`)
  }
}

const lockText = text('package-lock.json')
if (lockText.includes('"resolved"')) problems.push('package-lock.json: records download addresses')
const packages = JSON.parse(lockText).packages
for (const [key, entry] of Object.entries(packages)) {
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (!isLocked(key, name)) problems.push(`package-lock.json: ${key || 'the project'} needs ${name}, which is not locked`)
  }
}

/** Whether the package at `from` finds `name` by walking up the tree of node_modules. */
function isLocked(from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (!base) return false
  }
}

for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
