import http from 'node:http'

export interface RawAnswer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** Sends what no browser or fetch would: any method, a path as it is written, any header. An answer to Upgrade counts like any other. */
export function raw(port: string, method: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    sent.on('error', reject).end()
  })
}
