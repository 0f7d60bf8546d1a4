import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Certificate, startHttps, type TestServer } from './manager-server.ts'

/** The name that docs/deploy.md gives the dashboard. */
export const HOST = 'dashboard.example.com'
const doc = readFileSync('docs/deploy.md', 'utf8')
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(doc)?.[1] ?? ''

/** What nginx is told to send on, as the page has it. */
export const SENT_ON = [...blockOf('nginx').matchAll(/proxy_set_header (\S+) (\S+);/g)].map(
  ([, name = '', value = '']) => [name.toLowerCase(), value] as const,
)

export interface FrontProxy extends TestServer {
  /** Where it answers without TLS; `null` where it does not. */
  readonly plain: URL | null
}

/**
 * What may stand between people and us: a small one of our own, and, where they are installed, the real ones with the configuration that
 * docs/deploy.md has, but for ports and the place of the certificate.
 */
export const PROXIES: readonly {
  name: string
  /** What has to be installed; `null` for nothing. */
  binary: string | null
  start: (certificate: Certificate, target: URL) => Promise<FrontProxy>
}[] = [
  { name: 'a small proxy with the headers of nginx', binary: null, start: startSmall },
  { name: 'nginx', binary: 'nginx', start: startNginx },
  { name: 'Caddy', binary: 'caddy', start: startCaddy },
]

export function isInstalled(binary: string | null): boolean {
  return binary === null || spawnSync(binary, [binary === 'nginx' ? '-v' : 'version']).status === 0
}

async function startSmall(certificate: Certificate, target: URL): Promise<FrontProxy> {
  const server = await startHttps(certificate, (incoming, answer) => {
    const headers = { ...incoming.headers }
    for (const [name, value] of SENT_ON) {
      const known = new Map([
        ['$host', HOST],
        ['$remote_addr', incoming.socket.remoteAddress ?? ''],
      ])
      if (value === '""') delete headers[name]
      else headers[name] = known.get(value) ?? value
    }
    const { method, url } = incoming
    const onward = request(target.origin + url, { method, headers, localAddress: '127.0.0.1' }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
      answer.on('close', () => given.destroy())
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  return { ...server, plain: null }
}

async function startNginx(certificate: Certificate, target: URL): Promise<FrontProxy> {
  const { folder, ports, files } = await place(certificate)
  const block = replaced(blockOf('nginx'), [
    ['listen 443 ssl;', `listen 127.0.0.1:${ports.tls} ssl;`],
    ['listen 80;', `listen 127.0.0.1:${ports.plain};`],
    ['/etc/nginx/tls/fullchain.pem', files.cert],
    ['/etc/nginx/tls/privkey.pem', files.key],
    ['http://127.0.0.1:3000', target.origin],
  ])
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`)
  const around = [
    `pid ${folder}/pid;`,
    `error_log ${folder}/log;`,
    'daemon off;',
    process.getuid?.() === 0 ? 'user root;' : '',
    'events {}',
  ]
  writeFileSync(`${folder}/conf`, `${around.join('\n')}\nhttp {\naccess_log off;\n${kept.join('\n')}\n${block}}\n`)
  return run(spawn('nginx', ['-p', folder, '-c', `${folder}/conf`]), folder, ports)
}

async function startCaddy(certificate: Certificate, target: URL): Promise<FrontProxy> {
  const { folder, ports, files } = await place(certificate)
  // Left to itself it fetches a certificate from an authority on the internet.
  const site = replaced(blockOf('caddyfile'), [
    [`${HOST} {`, `${HOST} {\n  tls ${files.cert} ${files.key}`],
    ['127.0.0.1:3000', target.host],
  ])
  const settings = ['admin off', `http_port ${ports.plain}`, `https_port ${ports.tls}`, `storage file_system ${folder}/data`]
  writeFileSync(`${folder}/Caddyfile`, `{\n${settings.join('\n')}\ndefault_bind 127.0.0.1\n}\n${site}`)
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  return run(spawn('caddy', ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile'], { env }), folder, ports)
}

interface Ports {
  readonly tls: number
  readonly plain: number
}

/** A folder with the certificate in it, and two ports that are free. */
async function place({ pem, key }: Certificate) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-proxy-'))
  const files = { cert: path.join(folder, 'fullchain.pem'), key: path.join(folder, 'privkey.pem') }
  writeFileSync(files.cert, pem)
  writeFileSync(files.key, key, { mode: 0o600 })
  const listening = await Promise.all([free(), free()])
  const [tls = 0, plain = 0] = listening.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(listening.map((server) => new Promise((resolve) => server.close(resolve))))
  return { folder, files, ports: { tls, plain } }
}

function free(): Promise<net.Server> {
  const server = net.createServer()
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** The page may change; what this puts in its place must be there, or something else would be tried. */
function replaced(text: string, changes: readonly (readonly [string, string])[]): string {
  for (const [from] of changes) if (!text.includes(from)) throw new Error(`docs/deploy.md has no ${from}`)
  return changes.reduce((all, [from, to]) => all.replaceAll(from, to), text)
}

/** Waits until it answers at both ports. @throws with what it said when it ended before */
async function run(child: ChildProcess, folder: string, ports: Ports): Promise<FrontProxy> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (said += String(part)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const leave = () => child.kill()
  process.once('exit', leave)
  for (const port of [ports.tls, ports.plain])
    while (!(await isOpen(port))) if (child.exitCode !== null) throw new Error(`the proxy ended: ${said}`)
  return {
    url: new URL(`https://127.0.0.1:${ports.tls}`),
    plain: new URL(`http://127.0.0.1:${ports.plain}`),
    close: async () => {
      process.off('exit', leave)
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
  })
}
