import { request } from 'node:https'
import { type Demo, type DemoOptions, startDemo } from './start.ts'

/** What tests of the demo share: one small demo at a time, and a client that takes every answer as it comes. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

let demo: Demo | undefined

export async function start(options: DemoOptions = {}): Promise<Demo> {
  demo = await startDemo({ agents: 60, seed: 3, frozen: true, requestsPerMinute: 0, ...options })
  return demo
}

export async function stop(): Promise<void> {
  await demo?.stop()
  demo = undefined
}

/** The demo that was started last. */
export function running(): Demo {
  if (!demo) throw new Error('no demo is running')
  return demo
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What to trust instead of the demo's own certificate. */
  readonly caPem?: string
}

/** One request on a connection of its own. */
export function ask(path: string, { method = 'GET', headers, body, caPem = running().caPem }: Asked = {}): Promise<Answer> {
  const { url } = running()
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { ca: caPem, agent: false, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export function basic(user: string, password = user): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

/** The header of a fresh token. */
export async function bearer(user: string): Promise<Record<string, string>> {
  const answer = await ask('/security/user/authenticate?raw=true', { method: 'POST', headers: basic(user) })
  return { authorization: `Bearer ${answer.text}` }
}
