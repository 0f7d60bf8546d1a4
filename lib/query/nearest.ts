/**
 * The candidate that was probably meant: the fewest changed, missing, extra or swapped letters, at most a third of the word;
 * else the first that begins with it. Case is ignored.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase()
  if (wanted === '' || wanted.length > 40) return null
  const all = [...candidates]
  let best: string | null = null
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of all) {
    const changes = distance(wanted, candidate.toLowerCase())
    if (changes >= least) continue
    best = candidate
    least = changes
  }
  if (best !== null) return best
  return wanted.length < 2 ? null : (all.find((candidate) => candidate.toLowerCase().startsWith(wanted)) ?? null)
}

/** Edit distance in which two swapped neighbours count as one change. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
