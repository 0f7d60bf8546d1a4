import { type Call, textValue } from '../wire/call.ts'
import { fullVersion } from './agents.ts'

/** In the order in which an agent that does not meet them is told. */
const names = ['manager', 'version', 'group', 'node_name', 'name', 'ip', 'registerIP', 'os.version', 'os.name', 'os.platform']

/** The filters that a changing call may name its agents by; with `told`, they are the text of error 1731. */
export function readRequirements(call: Call) {
  const filters = new Map<string, string>()
  for (const name of names) {
    const sent = textValue(call, name)
    if (sent !== undefined) filters.set(name, name === 'version' ? fullVersion(sent) : sent)
  }
  const q = textValue(call, 'q') ?? ''
  const told = (before: readonly string[] = []) =>
    `${[...before, ...[...filters].map(([name, value]) => `${name}: ${value}`)].join(', ')}${q === '' ? '' : `, q: ${q}`}`
  return { filters, q, told }
}
