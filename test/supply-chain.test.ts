import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'

const entry = z.object({
  version: z.string(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
})
const lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({}).transform((value) => value),
  ),
})
const packages = Object.entries(lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages)
  .filter(([place]) => place !== '')
  .map(([place, value]) => ({ place, name: place.replace(/^.*node_modules\//, ''), ...entry.parse(value) }))
const project = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
    scripts: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

/** Packages that run in the product, optional ones for other machines aside. More of them needs a reason here. */
const RUNNING_MAX = 115
const DIRECT_MAX = 18

it('runs few packages of others', () => {
  const running = packages.filter(({ dev, devOptional, optional }) => !dev && !devOptional && !optional)
  expect(running.length).toBeLessThanOrEqual(RUNNING_MAX)
  expect(Object.keys(project.dependencies).length).toBeLessThanOrEqual(DIRECT_MAX)
})

it('knows the exact version and content of each', () => {
  for (const version of [...Object.values(project.dependencies), ...Object.values(project.devDependencies)])
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
  expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ place }) => place)).toEqual([])
})

it('can tell anybody what is in it, each with its version and hash, without the internet', () => {
  const [, command = ''] = /`npm (sbom .+?)`/.exec(readFileSync('SECURITY.md', 'utf8')) ?? []
  const { stdout, status } = spawnSync('npm', [...command.split(' '), '--offline'], { encoding: 'utf8' })
  expect(status).toBe(0)
  const component = z.object({
    name: z.string(),
    version: z.string(),
    hashes: z.array(z.object({ alg: z.literal('SHA-512') })).min(1),
  })
  const { components } = z.object({ components: z.array(component) }).parse(JSON.parse(stdout))
  const told = new Set(components.map(({ name, version }) => `${name}@${version}`))
  for (const { name, version } of packages.filter(({ optional }) => !optional)) expect(told).toContain(`${name}@${version}`)
})

it('lets no package run a script at its installation, and has none of its own', () => {
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
  expect(scripts.filter((name) => project.allowScripts[name] !== false)).toEqual([])
  const hooks = Object.keys(project.scripts).filter((name) => /^(pre|post)?(install|prepare|publish|pack)$/.test(name))
  expect(hooks).toEqual([])
})

it('fetches nothing when it is built: no package from elsewhere, no font, no picture, no report of who builds', () => {
  const npmrc = existsSync('.npmrc') ? readFileSync('.npmrc', 'utf8') : ''
  // Scripts are refused one by one in package.json; nothing here may allow them all, or name another place to fetch from.
  expect(npmrc).not.toMatch(/^\s*(ignore-scripts\s*=\s*false|(@[\w-]+:)?registry\s*=)/m)
  expect(packages.filter(({ link }) => link).map(({ place }) => place)).toEqual([])
  const all = [...Object.values(project.dependencies), ...Object.values(project.devDependencies)]
  expect(all.filter((version) => /[:/]/.test(version))).toEqual([])
  const files = ['app', 'components', 'lib', 'server', 'cli']
    .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`))
    .filter((file) => /\.(tsx?|mjs|css)$/.test(file) && !file.includes('.test.'))
  expect(files.length).toBeGreaterThan(300)
  const fetching = files.filter((file) =>
    /next\/font\/google|@import\s+(url\()?['"]?https?:|src:\s*url\(['"]?https?:/.test(readFileSync(file, 'utf8')),
  )
  expect(fetching).toEqual([])
  expect(readFileSync('cli/prepare.mjs', 'utf8')).toContain(`NEXT_TELEMETRY_DISABLED: '1'`)
})

/** The first releases without the holes that docs/threat-model.md names. */
const FLOORS = { next: [16, 2, 11], react: [19, 2, 4], 'react-dom': [19, 2, 4], undici: [7, 18, 0] } as const

it.each(Object.entries(FLOORS))('has a %s without the holes that are known', (name, floor) => {
  const found =
    packages
      .find(({ place }) => place === `node_modules/${name}`)
      ?.version.split('.')
      .map(Number) ?? []
  const difference = floor.map((part, at) => (found[at] ?? 0) - part).find((part) => part !== 0) ?? 0
  expect(difference, found.join('.')).toBeGreaterThanOrEqual(0)
})

it('has no server action, and nothing that writes HTML from text', () => {
  const files = ['app', 'components', 'lib', 'server']
    .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  expect(files.length).toBeGreaterThan(300)
  const found = files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return (
      /^\s*['"]use server['"]/m.test(text) || /\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/.test(text)
    )
  })
  expect(found).toEqual([])
  // The one script that stands in a page is ours, and says so.
  const html = files.filter((file) => readFileSync(file, 'utf8').includes('dangerouslySetInnerHTML'))
  expect(html).toEqual(['app/layout.tsx'])
})
