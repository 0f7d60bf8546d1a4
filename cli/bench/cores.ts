import { spawnSync } from 'node:child_process'

/** The cores that this process may use, as `taskset` of util-linux lists them; '' without it. */
const ALL =
  /: ([\d,-]+)\s*$/.exec(spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? ''
const [ANSWERS = '', ASKS = ''] = coresOf(ALL)

/** Whether those who answer and those who ask can be kept on cores of their own. */
export const canPin = ASKS !== ''

/**
 * Keeps those who answer on one core, and the bench with those who ask on another while `work` goes on, so that none of the product's
 * figures tells how long the bench waited. What a process starts stays on its core.
 */
export async function onOwnCores<T>(
  { answering, asking }: { answering: readonly number[]; asking: readonly number[] },
  work: () => Promise<T>,
): Promise<T> {
  const askers = [...asking, process.pid]
  pin(answering, ANSWERS)
  pin(askers, ASKS)
  try {
    return await work()
  } finally {
    pin([...answering, ...askers], ALL)
  }
}

/** Has a process that the bench started wait for the product's core. */
export function besideProduct(pid: number | undefined): void {
  pin([pid ?? 0], ANSWERS)
}

function pin(pids: readonly number[], cores: string): void {
  for (const pid of canPin ? pids : []) spawnSync('taskset', ['-acp', cores, String(pid)])
}

/** `0-1,4` as `['0', '1', '4']`. */
function coresOf(list: string): string[] {
  return list.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    return part === '' ? [] : Array.from({ length: to - from + 1 }, (_, i) => String(from + i))
  })
}
