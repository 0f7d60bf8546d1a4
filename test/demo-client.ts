import { request } from 'node:https'

export interface DemoAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** One request to a demo manager over real TLS, on a connection of its own; redirects are not followed. */
export function askDemo(
  demo: { readonly url: string; readonly caPem: string },
  path: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<DemoAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${demo.url}${path}`,
      { ca: demo.caPem, agent: false, method: options.method ?? 'GET', headers: options.headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const)
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(headers),
            text: Buffer.concat(chunks).toString('utf8'),
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(options.body)
  })
}

/** The `Authorization` header of a name and password. */
export function basic(username: string, password = username): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** Signs in and returns the header of the token. */
export async function bearer(
  demo: { readonly url: string; readonly caPem: string },
  username: string,
): Promise<Record<string, string>> {
  const answer = await askDemo(demo, '/security/user/authenticate?raw=true', { method: 'POST', headers: basic(username) })
  return { authorization: `Bearer ${answer.text}` }
}
