import { ask, bearer } from '../testing.ts'

/** When the clock of these tests starts. */
export const born = Date.parse('2026-11-21T10:00:00Z')

const ago = (seconds: number) => new Date(born - seconds * 1000).toISOString()
const ubuntu = { name: 'Ubuntu', platform: 'ubuntu', version: '22.04.5 LTS', major: '22', minor: '04', arch: 'x86_64' }
const windows = { name: 'Microsoft Windows 11 Pro', platform: 'windows', version: '10.0.22631', major: '10', minor: '0' }
const unix = { name: 'AIX', platform: 'aix', version: '7.2', major: '7', minor: '2', arch: '00F9C1' }

/** The manager and one agent of every kind that matters to calls about one agent. */
export const oneOfEach = {
  agents: [
    agent('000', {}),
    agent('001', {}),
    agent('002', { status: 'disconnected', status_code: 4, lastKeepAlive: ago(9e5), disconnection_time: ago(9e5) }),
    { id: '003', name: 'a003', ip: 'any', registerIP: 'any', status: 'never_connected', dateAdd: ago(60), node_name: 'unknown' },
    agent('004', { version: 'Wazuh v4.1.5' }),
    agent('005', { os: windows, version: 'Wazuh v4.13.0' }),
    agent('006', { os: unix, version: 'Wazuh v4.3.0' }),
    agent('007', { version: 'Wazuh v3.6.1' }),
    agent('008', { version: 'Wazuh v2.1.1' }),
    agent('009', { version: 'Wazuh v4.9.2', group: ['branch-north'] }),
  ],
  groups: ['branch-north', 'default'].map((name) => ({ name, mergedSum: 'b'.repeat(32), configSum: 'c'.repeat(32) })),
}

function agent(id: string, fields: Readonly<Record<string, unknown>>) {
  return {
    id,
    name: `a${id}`,
    ip: '10.0.0.1',
    registerIP: 'any',
    status: 'active',
    status_code: 0,
    dateAdd: ago(8e6),
    lastKeepAlive: ago(5),
    version: 'Wazuh v4.14.7',
    group: ['default'],
    node_name: 'node01',
    mergedSum: 'b'.repeat(32),
    configSum: 'c'.repeat(32),
    os: ubuntu,
    ...fields,
  }
}

/** What the running demo answers: the status, the error number (of the call, else of the first failed id) and the body. */
export async function told(path: string, { method = 'GET', user = 'wazuh' } = {}) {
  const { status, text } = await ask(path, { method, headers: await bearer(user) })
  const body = JSON.parse(text)
  const code: unknown = body.data?.failed_items?.[0]?.error.code ?? body.error
  return { status, code, body, items: body.data?.affected_items, total: body.data?.total_affected_items }
}
