export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  /** What it is, with its unit; one line. */
  readonly help: string
  readonly samples: readonly Sample[]
}

/** A value with its labels; `null` is not known, and left out. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number | null]

/** Metrics as Prometheus reads them. Source: prometheus.io, exposition formats, text format 0.0.4. */
export function prometheusText(metrics: readonly Metric[]): string {
  let text = ''
  for (const { name, type, help, samples } of metrics) {
    const known = samples.filter(([, value]) => value !== null && Number.isFinite(value))
    if (known.length === 0) continue
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
    for (const [labels, value] of known) text += `${name}${labelsOf(labels)} ${value}\n`
  }
  return text
}

function labelsOf(labels: Sample[0]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
