import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { generateSource } from './fleet/generated-source.ts'
import type { FleetFile } from './fleet/listed-source.ts'
import { workerNames } from './fleet/nodes.ts'
import { tellPast } from './fleet/past.ts'
import { birthOfFleet, type Demo, type DemoOptions, startDemo } from './start.ts'

const usage = `usage: npm run demo -- [options]
  --agents N               generated agents (2000)      --seed N            which ones (1)
  --port N                 port (0: a free one)         --host H            address (127.0.0.1)
  --port-or-free           take a free port when --port is taken
  --fleet FILE             serve {"agents": [...], "groups": [...]} instead
  --policies FILE          accounts, roles and policies as the manager's /security answers have them
  --workers N              stand in for a cluster with so many workers (0)
  --frozen | --living      stop or let live (generated agents live, given ones do not)
  --control-port N         open the control port on loopback
  --cert-dir DIR           keep the certificate and the fleet's dates there
  --requests-per-minute N  the manager's limit (300; 0: none)
  --past SECONDS           print, as JSON lines, the 30 days of a generated fleet before this moment, and end
  --latency | --no-latency take the time a manager would (the default), or none
  --exit-with-stdin        end when standard input ends, so with the process that started it`

/** The command line of the demo manager: prints one line of JSON when it is ready, and serves until it is told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      agents: { type: 'string' },
      seed: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'port-or-free': { type: 'boolean' },
      fleet: { type: 'string' },
      policies: { type: 'string' },
      frozen: { type: 'boolean' },
      living: { type: 'boolean' },
      workers: { type: 'string' },
      'control-port': { type: 'string' },
      'cert-dir': { type: 'string' },
      'requests-per-minute': { type: 'string' },
      past: { type: 'string' },
      latency: { type: 'boolean' },
      'no-latency': { type: 'boolean' },
      'exit-with-stdin': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const options: DemoOptions = {
    ...numberOption('agents', values.agents, 260_000),
    ...numberOption('seed', values.seed, 2 ** 32 - 1),
    ...numberOption('port', values.port, 65_535),
    ...numberOption('controlPort', values['control-port'], 65_535),
    ...numberOption('requestsPerMinute', values['requests-per-minute'], 1_000_000),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values['cert-dir'] === undefined ? {} : { certDir: values['cert-dir'] }),
    ...(values.fleet === undefined ? {} : { fleet: await readFleet(values.fleet) }),
    ...(values.policies === undefined ? {} : { policies: await readObject(values.policies) }),
    workers: workerNames(numberOption('workers', values.workers, 50).workers ?? 0),
    latency: values['no-latency'] !== true,
    ...(values.frozen || values.living ? { frozen: values.frozen === true } : {}),
  }
  if (values.past !== undefined) return printPast(options, numberOption('past', values.past, 2 ** 40).past ?? 0)
  const demo = await startOnPort(options, values['port-or-free'] === true)
  const { url, port, fingerprint, controlPort } = demo
  console.log(JSON.stringify({ url, port, fingerprint, ...(controlPort === undefined ? {} : { controlPort }) }))
  const stop = () => {
    demo.stop().finally(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (values['exit-with-stdin']) process.stdin.once('end', stop).resume()
}

/** @param until epoch seconds */
async function printPast(options: DemoOptions, until: number): Promise<void> {
  const { agents = 2000, seed = 1 } = options
  const source = generateSource({ agents, seed, bornAt: await birthOfFleet(options, until), frozen: false })
  for (const line of tellPast(source, until)) console.log(JSON.stringify(line))
}

async function startOnPort(options: DemoOptions, orFree: boolean): Promise<Demo> {
  try {
    return await startDemo(options)
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (isTaken && orFree) return startDemo({ ...options, port: 0 })
    throw isTaken ? new Error(`port ${options.port} is taken (--port-or-free takes another)`) : error
  }
}

function numberOption<Name extends string>(name: Name, text: string | undefined, max: number): { [Key in Name]?: number } {
  if (text === undefined) return {}
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > max)
    throw new Error(`${name} is a whole number from 0 to ${max}, not "${text}"`)
  const option: { [Key in string]?: number } = { [name]: value }
  return namedOption<Name>(option)
}

/** The one key of the object is the name it was made with. */
function namedOption<Name extends string>(option: { [Key in string]?: number }): { [Key in Name]?: number } {
  return option as { [Key in Name]?: number }
}

async function readFleet(file: string): Promise<FleetFile> {
  const parsed = await readObject(file)
  if (!('agents' in parsed) || !Array.isArray(parsed.agents)) throw new Error(`${file} has no list "agents"`)
  return { ...parsed, agents: parsed.agents }
}

async function readObject(file: string): Promise<object> {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${file} holds no object`)
  return parsed
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
