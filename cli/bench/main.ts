import { mkdirSync, writeFileSync } from 'node:fs'
import { build, generate, install } from '../prepare.mjs'
import { spread } from './load.ts'
import { coldPass, memoryAfter, watchPasses } from './passes.ts'
import { startProduct } from './product.ts'
import { rawDriver } from './raw-driver.ts'
import { measureRequests } from './requests.ts'

const SIZES = [1000, 10_000, 100_000]
const MEMORY_PASSES = 20

install()
generate()
build()
const wanted = process.argv.slice(2).map(Number)
const results: Record<string, unknown> = {}
for (const agents of wanted.length > 0 ? wanted : SIZES) {
  console.log(`\n${agents.toLocaleString('en')} agents`)
  results[agents] = await benchSize(agents)
}
mkdirSync('bench-results', { recursive: true })
const file = `bench-results/${new Date().toISOString().replaceAll(':', '-')}.json`
writeFileSync(file, JSON.stringify(results, null, 2))
console.log(`\n${file}`)

async function benchSize(agents: number) {
  const product = await startProduct(agents)
  try {
    const cold = await coldPass(product)
    show('full pass, cold (with start)', {
      'CPU s': cold.cpuSeconds,
      s: cold.tookSeconds,
      requests: cold.requests,
      'loop max ms': cold.loopMaxMs,
    })
    const warm = await watchPasses(product, 'full', 3)
    show('full pass, warm', {
      'CPU s': spread(warm.map((pass) => pass.cpuSeconds)).p50,
      s: spread(warm.map((pass) => pass.tookSeconds)).p50,
      requests: warm[0]?.requests ?? 0,
      'loop max ms': Math.max(...warm.map((pass) => pass.loopMaxMs)),
    })
    const lists = await measureRequests(product.url, product.cookie)
    const raw = rawDriver(product.database)
    for (const [name, value] of Object.entries(lists)) {
      if (typeof value !== 'object' || !('p95' in value)) continue
      const base = name.endsWith('10') ? lists.empty10 : lists.empty1
      show(name, { 'p50 ms': value.p50, 'p95 ms': value.p95, 'max ms': value.max, 'ratio to empty': value.p50 / base.p50 })
    }
    show('raw driver, first 100 rows by name', { 'p50 ms': raw.p50 })
    console.log(`  worst pair ${lists.worstPair.ratio.toFixed(2)}× the empty route: ${lists.worstPair.path}`)
    const memory = await memoryAfter(product, MEMORY_PASSES)
    show('memory after 20 more passes', { 'ours MB': memory.totalMb, 'demo MB': memory.demoMb })
    return { cold, warm, lists, raw, memory }
  } finally {
    await product.stop()
  }
}

function show(name: string, figures: Record<string, number>) {
  const cells = Object.entries(figures).map(([unit, value]) => `${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`)
  console.log(`  ${name.padEnd(36)} ${cells.join(' · ')}`)
}
