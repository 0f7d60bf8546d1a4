// A process of its own that takes all of a core that it can get, until it is told to stop.
const TURN_MS = 50
process.once('message', () => process.exit(0))
burn()

function burn(): void {
  const end = performance.now() + TURN_MS
  while (performance.now() < end);
  setImmediate(burn)
}
