import * as exportRoute from '#app/api/agents/export/route.ts'
import * as sessionRoute from '#app/api/session/route.ts'
import { startRuntime } from '#server/runtime.ts'

/**
 * The web process as far as exports. Without arguments it signs in and says its cookie; with `once` and a cookie it writes one file and
 * counts its rows, with `ever` one after the other.
 */
const [how = 'sign-in', known = ''] = process.argv.slice(2)
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
const ask = (route: Handler, target: string, init: RequestInit) =>
  route(
    new Request(`http://127.0.0.1:3000${target}`, {
      ...init,
      headers: { host: '127.0.0.1:3000', 'content-type': 'application/json', cookie: known },
    }),
    { params: Promise.resolve({}) },
  )

async function exportOnce(format: string): Promise<number> {
  process.stdout.write('exporting\n')
  const answer = await ask(exportRoute.GET, `/api/agents/export?format=${format}`, {})
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status}: ${text}`)
  return text.trimEnd().split('\n').length
}

await startRuntime()
if (how === 'sign-in') {
  const body = JSON.stringify({ username: 'analyst', password: 'analyst' })
  const answer = await ask(sessionRoute.POST, '/api/session', { method: 'POST', body })
  process.stdout.write(`cookie ${answer.headers.get('set-cookie')?.split(';')[0] ?? ''}\n`)
} else if (how === 'once') process.stdout.write(`rows ${await exportOnce('jsonl')}\n`)
else for (let files = 0; ; files++) await exportOnce(files % 2 === 0 ? 'csv' : 'jsonl')
process.exit()
