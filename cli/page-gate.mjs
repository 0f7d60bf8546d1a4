// Pages are asked for through here: so many are made at once and no more. The rules are in server/http/page-gate.ts, inside what Next bundles.
import { tooBusy } from './web-refusals.mjs'

/** What answers with files or is counted where it is answered. */
const NO_PAGE = /^\/((api|_next\/static)(\/|\?|$)|(metrics|kiosk\/start|icon\.svg|favicon\.ico)(\?|$))/

/**
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 * @param {() => Promise<unknown>} make answers the request with the page
 */
export async function throughPageGate(request, response, make) {
  const admit = globalThis.rollcallPageGate
  if (!admit || NO_PAGE.test(request.url ?? '')) return make()
  const entry = await admit(request.headers)
  if (entry.refused) return tooBusy(request, response, entry.refused)
  // With its head a page is as good as made: how long somebody takes to read it costs nobody else anything.
  const { writeHead } = response
  response.writeHead = function (...head) {
    entry.leave()
    return writeHead.apply(this, head)
  }
  response.once('close', entry.leave)
  // Who left meanwhile needs no page, and will never close again.
  if (response.destroyed) return entry.leave()
  return make()
}
