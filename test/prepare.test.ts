import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let root: string
const at = (file: string) => path.join(root, file)
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(at(file)), { recursive: true })
  writeFileSync(at(file), text)
}
const calls = () => readFileSync(at('calls'), 'utf8').split('\n').filter(Boolean)

// The real cli/prepare.mjs over a small tree, whose tools write down that they ran and make what the real ones would.
const NOTE = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
const make = (file, text) => { mkdirSync(file.replace(/[^/]*$/, ''), { recursive: true }); writeFileSync(file, text) }
const ran = (name) => appendFileSync('calls', name + '\\n')\n`
const NPM = `${NOTE}ran('npm ci'); make('node_modules/.package-lock.json', 'lock'); make('node_modules/esbuild/x', '')
make('node_modules/next/dist/bin/next', ${JSON.stringify(`${NOTE}ran('next build')
make('.next/BUILD_ID', process.env.STRIKE ? 'half' : String(process.hrtime.bigint()))
if (process.env.STRIKE) process.exit(9)
make('.next/server/x', ''); make('.next/static/x', '')`)})
make('node_modules/next/package.json', '{"type":"module"}')`
const GENERATE = `${NOTE}ran('generate')
for (const file of ['client.ts', 'internal/x', 'models/x']) make('prisma/generated/client/' + file, '')`
const BUNDLE = `${NOTE}ran('bundle'); for (const name of ['rollcall', 'collector', 'demo', 'forwarded', 'cookie-gate']) make('dist/' + name + '.mjs', '')`

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rollcall-prepare-'))
  write('calls', '')
  write('package.json', '{"type":"module"}')
  write('package-lock.json', '{}')
  write('app/page.tsx', 'one')
  write('npm.js', NPM)
  write('cli/prisma-generate.mjs', GENERATE)
  write('cli/bundle.mjs', BUNDLE)
  for (const name of ['prepare', 'running', 'static-files', 'security-headers'])
    copyFileSync(`cli/${name}.mjs`, at(`cli/${name}.mjs`))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Runs `script` with the exports of cli/prepare.mjs as `p`, in a process of its own. */
function run(script: string, env: Record<string, string> = {}, args: readonly string[] = []) {
  const code = `const p = await import('./cli/prepare.mjs'); ${script}`
  return spawnSync(process.execPath, [...args, '--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', npm_execpath: at('npm.js'), ...env },
  })
}

/** Prepares everything. @returns what had to run */
function prepare(env: Record<string, string> = {}): string[] {
  const before = calls().length
  run('p.install(); p.generate(); p.build()', env)
  return calls().slice(before)
}

const ALL = ['npm ci', 'generate', 'bundle', 'next build']

describe('preparing', () => {
  it('runs everything once, and nothing a second time', () => {
    expect(prepare()).toEqual(ALL)
    expect(prepare()).toEqual([])
  })

  it('builds what a changed source is part of, and nothing for a changed test', () => {
    prepare()
    write('app/page.tsx', 'two')
    expect(prepare()).toEqual(['next build'])
    write('lib/agent/status.ts', 'new')
    expect(prepare()).toEqual(['bundle', 'next build'])
    write('lib/agent/status.test.ts', 'new')
    expect(prepare()).toEqual([])
  })

  it('runs a build again that was interrupted, even for sources that were built before', () => {
    prepare()
    write('app/page.tsx', 'two')
    expect(prepare({ STRIKE: '1' })).toEqual(['next build'])
    write('app/page.tsx', 'one')
    expect(prepare()).toEqual(['next build'])
    expect(prepare()).toEqual([])
  })

  it('runs everything once for two that start at the same time, and is not held up by one that was killed', async () => {
    write('.cache/prepare.lock', '999999999')
    const script = `const p = await import('./cli/prepare.mjs'); p.install(); p.generate(); p.build()`
    const env = { PATH: process.env['PATH'], NODE_ENV: 'production' as const, npm_execpath: at('npm.js') }
    const codes = Array.from({ length: 2 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env, stdio: 'ignore' })
      return new Promise((resolve) => child.once('exit', resolve))
    })
    expect(await Promise.all(codes)).toEqual([0, 0])
    expect(calls()).toEqual(ALL)
  })

  it('makes nothing anew under a product that runs from this folder, and says so in one line', async () => {
    prepare()
    const script = `const { markRunning } = await import('./cli/running.mjs')
      markRunning(process.cwd()); console.log('runs'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)`
    const product = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = new Promise((resolve) => product.once('exit', resolve))
    await new Promise((resolve) => product.stdout.once('data', resolve))
    expect(prepare()).toEqual([])
    write('app/page.tsx', 'two')
    const { status, stderr } = run('p.install(); p.generate(); p.build()')
    expect(status).toBe(78)
    expect(stderr).toMatch(
      new RegExp(`^rollcall: [^\\n]*a Rollcall still runs from this folder \\(process ${product.pid}\\)[^\\n]*\\n$`),
    )
    expect(calls()).toEqual(ALL)
    product.kill('SIGTERM')
    await gone
    expect(prepare()).toEqual(['next build'])
  })

  it('is not held up by marks of products that were killed, not even when another process has their number', () => {
    prepare()
    write('.cache/running/999999999', '')
    write(`.cache/running/${process.pid}`, process.platform === 'linux' ? '1' : '')
    write('app/page.tsx', 'two')
    if (process.platform === 'linux') expect(prepare()).toEqual(['next build'])
  })

  it('ends with the code of what failed, and says what it was', () => {
    const { status, stderr } = run('p.install(); p.build()', { STRIKE: '1' })
    expect(status).toBe(9)
    expect(stderr).toMatch(/^rollcall: “.* build” failed$/m)
  })

  it('builds again what was deleted or made by somebody else', () => {
    prepare()
    rmSync(at('.next'), { recursive: true })
    expect(prepare()).toEqual(['next build'])
    rmSync(at('.next/static'), { recursive: true })
    expect(prepare()).toEqual(['next build'])
    write('.next/BUILD_ID', 'another build')
    expect(prepare()).toEqual(['next build'])
    write('dist/collector.mjs', 'an older one')
    expect(prepare()).toEqual(['bundle'])
    rmSync(at('prisma/generated'), { recursive: true })
    expect(prepare()).toEqual(['generate'])
  })

  it('installs again for another lock file, and when other packages were installed meanwhile', () => {
    prepare()
    write('node_modules/.package-lock.json', 'others')
    expect(prepare()).toEqual(['npm ci'])
    write('package-lock.json', '{"lockfileVersion":3}')
    expect(prepare()).toEqual(ALL)
  })
})

describe('before anything is installed', () => {
  it('an old Node gets one line that says which one is needed', () => {
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.8'}});delete process.loadEnvFile`
    for (const first of ['p.readEnvFile()', 'p.install()']) {
      const { status, stderr } = run(first, {}, ['--import', old])
      expect(status).toBe(78)
      expect(stderr).toBe('rollcall: needs Node 20.19 or newer, this is 18.20.8\n')
    }
    expect(calls()).toEqual([])
  })

  it('.env fills in what the environment lacks and overrides nothing, not even what is empty', () => {
    write('.env', 'PORT=1\nHOST=file\nMANAGER_USER=file\n')
    const { stdout } = run(
      'p.readEnvFile(); const { PORT, HOST, MANAGER_USER } = process.env; console.log(PORT, HOST, MANAGER_USER === "")',
      {
        HOST: 'environment',
        MANAGER_USER: '',
      },
    )
    expect(stdout).toBe('1 environment true\n')
  })

  it('no .env is fine, one that can’t be read gets one line', () => {
    expect(run('p.readEnvFile()')).toMatchObject({ status: 0, stderr: '' })
    mkdirSync(at('.env'))
    const { status, stderr } = run('p.readEnvFile()')
    expect(status).toBe(78)
    expect(stderr).toMatch(/^rollcall: the file \.env can’t be read [^\n]*\n$/)
  })
})
