// Kept by our HTTP server, which is no part of what Next bundles (`cli/web.mjs`).
const home = globalThis as typeof globalThis & { rollcallAskedAt?: number }

/** Whether anybody has asked the web process for anything within the last `ms`. */
export function wasAskedWithin(ms: number): boolean {
  return home.rollcallAskedAt !== undefined && performance.now() - home.rollcallAskedAt < ms
}
