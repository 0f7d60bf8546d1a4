import { hash32 } from '../fleet/hash.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'
import type { AgentView } from './agent-view.ts'

/** Which configurations each component has; other pairs are refused before anybody is asked. */
export const componentConfigurations: Readonly<Record<string, readonly string[]>> = {
  agent: ['client', 'buffer', 'labels', 'internal', 'anti_tampering'],
  agentless: ['agentless'],
  analysis: ['global', 'active_response', 'alerts', 'command', 'rules', 'decoders', 'internal', 'rule_test'],
  auth: ['auth'],
  com: ['active-response', 'logging', 'internal', 'cluster'],
  csyslog: ['csyslog'],
  integrator: ['integration'],
  logcollector: ['localfile', 'socket', 'internal'],
  mail: ['global', 'alerts', 'internal'],
  monitor: ['global', 'internal', 'reports'],
  request: ['global', 'remote', 'internal'],
  syscheck: ['syscheck', 'rootcheck', 'internal'],
  'wazuh-db': ['wdb', 'internal'],
  wmodules: ['wmodules'],
}

/** Components that agents have too; the others run on the manager only. */
export const agentComponents: ReadonlySet<string> = new Set(['agent', 'com', 'logcollector', 'syscheck', 'wmodules'])

const isWindows = (agent: AgentView) => agent.text('os_platform') === 'windows'

/** The sections that agents answer with; what is not here, an agent does not know. */
export const agentSections: Readonly<Record<string, (agent: AgentView, managerAddress: string) => JsonObject>> = {
  'agent/client': (agent, address) => ({
    client: {
      'config-profile': profile(agent),
      notify_time: agent.keepAliveSeconds,
      'time-reconnect': 60,
      force_reconnect_interval: 0,
      ip_update_interval: 0,
      auto_restart: 'yes',
      remote_conf: 'yes',
      crypto_method: 'aes',
      server: [{ address, port: 1514, max_retries: 5, retry_interval: 10, protocol: 'tcp' }],
      enrollment: [
        {
          enabled: 'yes',
          delay_after_enrollment: 20,
          port: 1515,
          ssl_cipher: 'HIGH:!ADH:!EXP:!MD5:!RC4:!3DES:!CAMELLIA:@STRENGTH',
          auto_method: 'no',
        },
      ],
    },
  }),
  'agent/buffer': (agent) => ({
    buffer: { disabled: hash32(agent.number, 4, 62) % 40 === 0 ? 'yes' : 'no', queue_size: 5000, events_per_second: 500 },
  }),
  'agent/labels': (agent) => ({ labels: [{ value: agent.text('name').slice(0, 3).toLowerCase(), key: 'site', hidden: 'no' }] }),
  'agent/internal': () => ({
    internal: {
      agent: { debug: 0, tolerance: 15, warn_level: 90, normal_level: 70, min_eps: 50, recv_timeout: 60, state_interval: 5 },
      monitord: { rotate_log: 1, keep_log_days: 31, size_rotate: 512, daily_rotations: 12 },
      remoted: { request_pool: 8, request_rto_sec: 1, request_rto_msec: 0, max_attempts: 4 },
    },
  }),
  'agent/anti_tampering': () => ({ anti_tampering: { package_uninstallation: 'no' } }),
  'com/active-response': () => ({
    'active-response': { disabled: 'no', ca_store: ['etc/wpk_root.pem'], ca_verification: 'yes' },
  }),
  'com/logging': () => ({ logging: { plain: 'yes', json: 'no' } }),
  'com/internal': () => ({ internal: { execd: { request_timeout: 60, max_restart_lock: 600 } } }),
  'logcollector/localfile': (agent) => ({ localfile: localFiles(agent) }),
  'logcollector/socket': () => ({}),
  'logcollector/internal': () => ({
    internal: { logcollector: { loop_timeout: 2, open_attempts: 8, vcheck_files: 64, max_lines: 10000, debug: 0 } },
  }),
  'syscheck/syscheck': (agent) => ({
    syscheck: {
      disabled: 'no',
      frequency: 43200,
      scan_on_start: 'yes',
      max_eps: 50,
      process_priority: 10,
      directories: (isWindows(agent) ? ['%WINDIR%\\System32', '%PROGRAMDATA%'] : ['/etc', '/usr/bin', '/usr/sbin']).map(
        (dir) => ({
          opts: ['check_md5sum', 'check_sha1sum', 'check_perm', 'check_size', 'check_owner', 'check_mtime', 'check_inode'],
          dir,
          recursion_level: 256,
        }),
      ),
    },
  }),
  'syscheck/rootcheck': () => ({
    rootcheck: { disabled: 'no', frequency: 43200, base_directory: '', check_files: 'yes', check_trojans: 'yes', scanall: 'no' },
  }),
  'syscheck/internal': () => ({
    internal: { syscheck: { rt_delay: 5, max_fd_win_rt: 256, debug: 0 }, rootcheck: { sleep: 50 } },
  }),
  'wmodules/wmodules': () => ({ wmodules: modules }),
}

/** The sections that the manager answers for itself. */
export const managerSections: Readonly<Record<string, () => JsonObject>> = {
  'agent/labels': () => ({ labels: [] }),
  'analysis/global': () => ({
    global: {
      email_notification: 'no',
      logall: 'no',
      logall_json: 'no',
      stats: 8,
      memory_size: 8192,
      alerts_log: 'yes',
      jsonout_output: 'yes',
    },
  }),
  'analysis/alerts': () => ({ alerts: { email_alert_level: 12, log_alert_level: 3 } }),
  'analysis/active_response': () => ({ 'active-response': [] }),
  'analysis/command': () => ({
    command: [{ name: 'restart-wazuh', executable: 'restart-wazuh', timeout_allowed: 0 }],
  }),
  'auth/auth': () => ({
    auth: {
      port: 1515,
      disabled: 'no',
      remote_enrollment: 'yes',
      use_source_ip: 'no',
      purge: 'yes',
      use_password: 'no',
      ssl_verify_host: 'no',
      ssl_auto_negotiate: 'no',
      force: {
        enabled: 'yes',
        key_mismatch: 'yes',
        disconnected_time: { enabled: 'yes', value: 3600 },
        after_registration_time: 3600,
      },
    },
  }),
  'com/active-response': () => ({ 'active-response': { disabled: 'no' } }),
  'com/logging': () => ({ logging: { plain: 'yes', json: 'no' } }),
  'com/internal': () => ({ internal: { execd: { request_timeout: 60, max_restart_lock: 600 } } }),
  'com/cluster': () => ({ cluster: { disabled: 'yes', name: 'wazuh', node_type: 'master', port: 1516 } }),
  'monitor/global': () => ({ global: { agents_disconnection_time: 900, agents_disconnection_alert_time: 0 } }),
  'request/global': () => ({ global: { agents_disconnection_time: 900, agents_disconnection_alert_time: 0 } }),
  'request/remote': () => ({
    remote: [{ connection: 'secure', ipv6: 'no', protocol: ['tcp'], port: '1514', queue_size: '131072' }],
  }),
  'wazuh-db/wdb': () => ({ wdb: { backup: [{ database: 'global', enabled: true, interval: 86400, max_files: 3 }] } }),
  'wmodules/wmodules': () => ({ wmodules: modules }),
}

const modules: Json = [
  {
    syscollector: {
      disabled: 'no',
      'scan-on-start': 'yes',
      interval: 3600,
      network: 'yes',
      os: 'yes',
      packages: 'yes',
      ports: 'yes',
    },
  },
  { sca: { enabled: 'yes', scan_on_start: 'yes', interval: 43200, skip_nfs: 'yes' } },
  { 'agent-upgrade': { enabled: 'yes', ca_verification: 'yes' } },
]

function profile(agent: AgentView): string {
  const platform = agent.text('os_platform')
  const major = agent.text('os_major')
  return [platform, `${platform}${major}`, `${platform}${major}.${agent.text('os_minor')}`].join(', ')
}

function localFiles(agent: AgentView): Json {
  if (isWindows(agent)) {
    return ['Application', 'Security', 'System'].map((file) => ({
      file,
      logformat: 'eventchannel',
      ignore_binaries: 'no',
      'only-future-events': 'yes',
      target: ['agent'],
    }))
  }
  const first = agent.text('os_platform') === 'darwin' ? 'macos' : 'journald'
  return [
    { file: first, logformat: first, ignore_binaries: 'no', 'only-future-events': 'yes', target: ['agent'] },
    {
      file: '/var/ossec/logs/active-responses.log',
      logformat: 'syslog',
      ignore_binaries: 'no',
      'only-future-events': 'yes',
      target: ['agent'],
    },
  ]
}
