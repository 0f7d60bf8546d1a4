import { mkdirSync, writeFileSync } from 'node:fs'
import { canPin } from './cores.ts'
import { Limits } from './limits.ts'
import { spread } from './load.ts'
import { coldPass, judgePasses, memoryAfter, type PassFigures, watchPasses } from './passes.ts'
import { judgePast, measurePast } from './past.ts'
import { measurePatterns } from './patterns.ts'
import { judgePressure, measurePressure } from './pressure.ts'
import { type Product, startProduct } from './product.ts'
import { rawDriver, rawExport } from './raw-driver.ts'
import { judgeRequests, measureRequests } from './requests.ts'
import { judgeVitals, measureVitals } from './vitals.ts'

const SIZES = [1000, 10_000, 100_000]
const PARTS = ['patterns', 'passes', 'lists', 'past', 'vitals', 'pressure', 'memory']
const MEMORY_PASSES = 20
const WARM_PASSES = 3

// npm run bench -- [sizes] [parts]: all sizes and parts when none are named.
const args = process.argv.slice(2)
const sizes = args.map(Number).filter(Number.isInteger)
const parts = args.filter((arg) => PARTS.includes(arg))
const results: Record<string, unknown> = {}
if (parts.length === 0 || parts.includes('patterns')) results['patterns'] = benchPatterns()
const ofProduct = parts.filter((part) => part !== 'patterns')
if (parts.length === 0 || ofProduct.length > 0)
  for (const agents of sizes.length > 0 ? sizes : SIZES) {
    console.log(`\n${agents.toLocaleString('en')} agents`)
    results[agents] = await benchSize(agents, ofProduct.length > 0 ? ofProduct : PARTS)
  }
mkdirSync('bench-results', { recursive: true })
const file = `bench-results/${new Date().toISOString().replaceAll(':', '-')}.json`
writeFileSync(file, JSON.stringify(results, null, 2))
console.log(`\n${file}`)

/** What needs no product: whether any pattern's time grows faster than its text. */
function benchPatterns() {
  const limits = new Limits()
  const growth = measurePatterns()
  limits.check(`${growth.count} patterns, text of twice the length, worst`, growth.worst.ratio, 2.3, '× time')
  console.log(`    worst: ${growth.worst.place}`)
  return { growth, limits: limits.all }
}

async function benchSize(agents: number, wanted: readonly string[]) {
  const limits = new Limits()
  const product = await startProduct(agents)
  try {
    const cold = await coldPass(product)
    showPass('full pass, cold (with start)', [cold])
    const passes = wanted.includes('passes') ? await benchPasses(product, agents, limits) : {}
    const lists = wanted.includes('lists') ? await benchLists(product, limits) : {}
    const past = wanted.includes('past') ? await benchPast(product, agents, limits) : {}
    const vitals = wanted.includes('vitals') ? await benchVitals(product, limits) : {}
    const pressure = wanted.includes('pressure') ? await benchPressure(product, limits) : {}
    const memory = wanted.includes('memory') ? await memoryAfter(product, MEMORY_PASSES) : null
    if (memory) {
      show(`memory after ${MEMORY_PASSES} more passes`, { 'MB ours': memory.totalMb, 'MB demo': memory.demoMb })
      limits.check(`memory after ${MEMORY_PASSES} more passes`, memory.totalMb, 500, 'MB')
    }
    if (limits.all.length > 0) console.log(`  ${limits.summary()}`)
    return { cold, ...passes, ...lists, ...past, ...vitals, ...pressure, memory, limits: limits.all }
  } finally {
    await product.stop()
  }
}

async function benchPasses(product: Product, agents: number, limits: Limits) {
  const warm = await watchPasses(product, 'full', WARM_PASSES)
  showPass('full pass, every keep-alive moved', warm)
  const small = await watchPasses(product, 'small', WARM_PASSES)
  showPass('small pass', small)
  await product.changeAgents(Math.ceil(agents / 100))
  const changed = await watchPasses(product, 'full', 1)
  showPass('full pass, 1 % changed', changed)
  judgePasses({ warm, changed }, limits)
  return { warm, small, changed }
}

async function benchLists(product: Product, limits: Limits) {
  const lists = await measureRequests(product.url, product.cookie)
  const raw = rawDriver(product.database)
  for (const [name, value] of Object.entries(lists.latencies)) {
    const base = name.endsWith('10') ? lists.latencies.empty10 : lists.latencies.empty1
    show(name, {
      'ms p50': value.p50,
      'ms p95': value.p95,
      'ms max': value.max,
      '× empty': value.p50 / base.p50,
      '/s': value.perSecond,
    })
  }
  show('raw driver, 100 rows by name', { 'ms p50': raw.p50 })
  const rawFile = rawExport(product.database)
  const ratio = (lists.latencies['export1']?.p50 ?? Number.NaN) / rawFile.p50
  show('raw driver, the export’s lines to a file', { 'ms p50': rawFile.p50, MB: rawFile.bytes / 1e6, '× for export1': ratio })
  show(`${lists.pairs.count} pairs of sort and filter, repeated`, {
    '× empty, median': lists.pairs.median,
    '× empty, worst': lists.pairs.worst,
  })
  console.log(`    worst: ${lists.pairs.worstPath}`)
  show('the same pairs, asked for the first time', {
    'ms p50': lists.firstAsk.p50,
    'ms p95': lists.firstAsk.p95,
    'ms max': lists.firstAsk.max,
  })
  judgeRequests(lists, rawFile.p50, limits)
  return { lists, raw, rawFile }
}

async function benchPast(product: Product, agents: number, limits: Limits) {
  const past = await measurePast(product, agents)
  for (const [name, { p50, p95, max }] of Object.entries(past.requests))
    show(name, { 'ms p50': p50, 'ms p95': p95, 'ms max': max, '× empty': p50 / past.single.one.empty.p50 })
  for (const [connections, figures] of Object.entries(past.single))
    for (const [name, { p50, p95, max }] of Object.entries(figures))
      show(`${name}, connections: ${connections}`, {
        'ms p50': p50,
        'ms p95': p95,
        'ms max': max,
        '× empty': p50 / figures.empty.p50,
      })
  judgePast(past, limits)
  return { past }
}

async function benchVitals(product: Product, limits: Limits) {
  const vitals = await measureVitals(product)
  judgeVitals(vitals, limits)
  return { vitals }
}

async function benchPressure(product: Product, limits: Limits) {
  const pressure = await measurePressure(product)
  const { idle, besideBurner, besideBare, besideForged, besideExports, forged, exports } = pressure
  console.log(
    `  ${canPin ? 'the product on one core, what asks on another' : 'all on the same cores: no taskset, or no second core'}`,
  )
  const all = { idle, besideBurner, besideBare, besideForged, besideExports }
  for (const [name, { p50, p99, worstP99 }] of Object.entries(all))
    show(`summary, ${name}`, { 'ms p50': p50, 'ms p99': p99, 'ms p99, worst run': worstP99, '× idle': p99 / idle.p99 })
  const statuses = Object.entries(forged.statuses).map(([status, count]) => [`answered ${status}`, count] as const)
  show('forged cookies', { '/s': forged.perSecond, ...Object.fromEntries(statuses) })
  show('exports at once', { written: exports.written, 'told to come back': exports.refused })
  judgePressure(pressure, limits)
  return { pressure }
}

function showPass(name: string, passes: readonly PassFigures[]) {
  const median = (pick: (pass: PassFigures) => number) => spread(passes.map(pick)).p50
  show(name, {
    'CPU s': median((pass) => pass.cpuSeconds),
    s: median((pass) => pass.tookSeconds),
    rows: median((pass) => pass.rows),
    requests: median((pass) => pass.requests),
    'ms loop max': Math.max(...passes.map((pass) => pass.loopMaxMs)),
  })
}

function show(name: string, figures: Record<string, number>) {
  const cells = Object.entries(figures).map(([unit, value]) => `${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`)
  console.log(`  ${name.padEnd(40)} ${cells.join(' · ')}`)
}
