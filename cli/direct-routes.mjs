// Routes that are answered without Next in between. Which they are is in instrumentation.ts, inside what Next bundles.
import { SECURITY_HEADERS } from './security-headers.mjs'

/**
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 * @returns {Promise<void> | null} `null` where Next is to answer
 */
export function answerDirectly({ method, url, headers }, response) {
  const hasBody = 'content-length' in headers || 'transfer-encoding' in headers
  const answer = method === 'GET' && !hasBody ? globalThis.rollcallDirect?.(url, headers) : null
  return answer ? send(answer, response) : null
}

async function send(answer, response) {
  const made = await answer
  const bytes = Buffer.from(await made.arrayBuffer())
  response.writeHead(made.status, { ...SECURITY_HEADERS, ...Object.fromEntries(made.headers), 'Content-Length': bytes.length })
  response.end(bytes)
}
