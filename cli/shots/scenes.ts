import type { Page } from '@playwright/test'
import { type Rollcall, startRollcall } from '#e2e/rollcall.ts'
import { arrangeAlerts, pasted, pastedNothing, removedPage } from './alerts.ts'
import { startLiving } from './living.ts'
import {
  agentThat,
  besideList,
  managerGone,
  momentOfChart,
  opened,
  passComplete,
  passRunning,
  pressed,
  refusedSignIn,
  slowPages,
  typed,
  withFailures,
  withoutAnswers,
} from './steps.ts'

/** One state of the product and the pages worth looking at in it. */
export interface Scene {
  readonly name: string
  readonly start: () => Promise<Rollcall>
  /** Brings the running product into the state. */
  readonly arrange?: (rollcall: Rollcall, page: Page) => Promise<void>
  readonly pages: Readonly<Record<string, string | ((page: Page, url: string, rollcall: Rollcall) => Promise<void>)>>
  /** Account to sign in with, `analyst` unless said; `null` stays outside. */
  readonly as?: string | null
  /** Pictures of the whole page, as far down as it goes. */
  readonly whole?: boolean
  /** What it is about is that something does not come. */
  readonly waiting?: boolean
}

const demoEnv = { ROLLCALL_DEMO: '1' }
const young = () => startRollcall({ demo: { agents: 2000, seed: 7 }, env: demoEnv })
const living = () => startLiving({ agents: 2000 })

export const SCENES: readonly Scene[] = [
  {
    name: 'signed-out',
    start: () => startRollcall({ env: demoEnv }),
    as: null,
    pages: { 'sign-in': '/sign-in?next=%2Fagents%2Fdemo%2F001', refused: refusedSignIn },
  },
  {
    name: 'fleet',
    start: living,
    arrange: passComplete,
    pages: {
      endpoints: '/',
      filtered: '/?q=status%3Ddisconnected',
      'no-match': '/?q=name%3Dnobody-has-this-name',
      'bad-query': '/?q=statsu%3Dactive',
      windows: '/?q=group%3Dwindows-servers%20not%20sync%3Dsynced',
      quiet: '/?q=quiet%3Dtrue',
      moment: momentOfChart,
      'chart-table': '/?chart=table',
      month: '/?span=30d',
      columns: pressed('Columns and density'),
      views: pressed('Views'),
      palette: typed('Control+k'),
      keys: typed('?'),
      'not-found': '/agents/demo/999999',
    },
  },
  {
    name: 'alarm',
    start: () => startLiving({ agents: 2000, lost: 'databases' }),
    arrange: passComplete,
    pages: { endpoints: '/', agent: agentThat('group=databases status=disconnected'), beside: besideList('group=databases') },
  },
  {
    name: 'limited',
    start: living,
    as: 'branch',
    pages: {
      endpoints: '/',
      filtered: '/?q=status%3Ddisconnected',
      'no-match': '/?q=name%3Dnobody-has-this-name',
      agent: agentThat('status=disconnected'),
      forbidden: '/agents/demo/001',
      account: pressed(/^Account/),
    },
  },
  {
    name: 'agent',
    start: living,
    as: 'wazuh',
    whole: true,
    arrange: passComplete,
    pages: {
      active: agentThat(),
      inventory: opened('Inventory', 'Packages'),
      record: opened('Record'),
      flapping: agentThat('flaps>=6', '?range=7d'),
      month: agentThat('flaps>=6', '?range=30d'),
      table: agentThat('flaps>=6', '?range=7d&view=table'),
      disconnected: agentThat('status=disconnected'),
      'never-connected': agentThat('status=never_connected'),
    },
  },
  {
    name: 'beside',
    start: living,
    as: 'wazuh',
    arrange: passComplete,
    pages: { active: besideList(), disconnected: besideList('status=disconnected') },
  },
  {
    name: 'alerts',
    start: living,
    arrange: arrangeAlerts,
    pages: {
      form: '/go',
      'no-json': pastedNothing,
      healthy: pasted('healthy'),
      silent: pasted('silent'),
      restarted: pasted('restarted'),
      'enrolled-again': pasted('enrolled-again'),
      removed: pasted('removed'),
      'never-existed': pasted('', { agent: { id: '88888', name: 'ams-web-0001' } }),
      manager: pasted('', { agent: { id: '000', name: 'wazuh' } }),
      several: pasted('', { agent: { id: '001', name: 'constructor' } }),
      'removed-page': removedPage,
      'no-zone': '/agents/demo/001?at=2026-11-21T09:00:00',
    },
  },
  {
    name: 'office',
    start: living,
    as: 'wazuh',
    whole: true,
    arrange: passComplete,
    pages: {
      settings: '/settings',
      sessions: '/sessions',
      kiosks: '/kiosks',
      audit: '/audit',
    },
  },
  {
    name: 'loading',
    start: young,
    arrange: withoutAnswers,
    as: 'wazuh',
    waiting: true,
    pages: {
      endpoints: '/',
      agent: '/agents/demo/001',
      settings: '/settings',
      sessions: '/sessions',
      kiosks: '/kiosks',
      audit: '/audit',
    },
  },
  {
    name: 'failing',
    start: young,
    arrange: withFailures,
    as: 'wazuh',
    pages: {
      endpoints: '/',
      agent: '/agents/demo/001',
      settings: '/settings',
      kiosks: '/kiosks',
      audit: '/audit',
    },
  },
  { name: 'nothing', start: () => startRollcall({ env: demoEnv }), as: 'nobody', pages: { endpoints: '/' } },
  {
    name: 'warned',
    start: () => startRollcall({ env: { MANAGER_USER: 'wazuh', MANAGER_PASSWORD: 'wazuh' } }),
    as: 'wazuh',
    arrange: passComplete,
    pages: { endpoints: '/' },
  },
  {
    name: 'part',
    start: () => startRollcall({ env: { MANAGER_USER: 'branch', MANAGER_PASSWORD: 'branch' } }),
    arrange: passComplete,
    pages: { endpoints: '/' },
  },
  { name: 'empty', start: () => startRollcall({ demo: { agents: 0, seed: 7 } }), pages: { endpoints: '/' } },
  {
    name: 'first-pass',
    start: () => startRollcall({ demo: { agents: 100_000, seed: 7 }, prepare: slowPages }),
    arrange: passRunning,
    pages: { endpoints: '/' },
  },
  {
    name: 'unreachable',
    start: living,
    arrange: managerGone,
    pages: { endpoints: '/', agent: '/agents/demo/001' },
  },
  {
    name: 'large',
    start: () => startRollcall({ demo: { agents: 100_000, seed: 7 } }),
    arrange: passComplete,
    pages: { endpoints: '/', filtered: '/?q=os.platform%3Dwindows%20not%20sync%3Dsynced' },
  },
]
