/** An operating system as agents report it. `{host}` in `uname` stands for the agent's own name. */
export interface OsProfile {
  readonly weight: number
  readonly kind: 'server' | 'desktop'
  readonly name: string
  readonly platform: string
  readonly version: string
  readonly major: string | null
  readonly minor: string | null
  readonly codename: string | null
  readonly build: string | null
  readonly arch: string | null
  readonly uname: string
}

function linux(
  weight: number,
  name: string,
  platform: string,
  version: string,
  codename: string | null,
  kernel: string,
  arch = 'x86_64',
): OsProfile {
  const [major, minor] = version.split(' ')[0]?.split('.') ?? []
  return {
    weight,
    kind: 'server',
    name,
    platform,
    version,
    major: major ?? null,
    minor: minor ?? null,
    codename,
    build: null,
    arch,
    uname: `Linux |{host} |${kernel} |#1 SMP PREEMPT_DYNAMIC |${arch}`,
  }
}

function windows(weight: number, kind: OsProfile['kind'], name: string, build: string): OsProfile {
  const full = `Microsoft Windows ${name}`
  return {
    weight,
    kind,
    name: full,
    platform: 'windows',
    version: `10.0.${build}`,
    major: '10',
    minor: '0',
    codename: null,
    build,
    arch: 'x86_64',
    uname: full,
  }
}

function macos(weight: number, version: string, codename: string, darwin: string, build: string): OsProfile {
  const [major, minor] = version.split('.')
  return {
    weight,
    kind: 'desktop',
    name: 'macOS',
    platform: 'darwin',
    version,
    major: major ?? null,
    minor: minor ?? null,
    codename,
    build,
    arch: 'arm64',
    uname: `Darwin |{host} |${darwin} |Darwin Kernel Version ${darwin} |arm64`,
  }
}

/** What a company of some thousand machines runs; weights are shares in per mille. */
export const osMix: readonly OsProfile[] = [
  windows(170, 'desktop', '11 Enterprise', '22631.4460'),
  windows(60, 'desktop', '11 Pro', '26100.2314'),
  windows(130, 'desktop', '10 Pro', '19045.5131'),
  windows(70, 'server', 'Server 2022 Standard', '20348.2849'),
  windows(50, 'server', 'Server 2019 Standard', '17763.6532'),
  windows(18, 'server', 'Server 2016 Datacenter', '14393.7515'),
  linux(150, 'Ubuntu', 'ubuntu', '22.04.5 LTS', 'Jammy Jellyfish', '5.15.0-126-generic'),
  linux(70, 'Ubuntu', 'ubuntu', '24.04.1 LTS', 'Noble Numbat', '6.8.0-49-generic'),
  linux(25, 'Ubuntu', 'ubuntu', '20.04.6 LTS', 'Focal Fossa', '5.4.0-200-generic', 'aarch64'),
  linux(60, 'Debian GNU/Linux', 'debian', '12', 'bookworm', '6.1.0-28-amd64'),
  linux(25, 'Debian GNU/Linux', 'debian', '11', 'bullseye', '5.10.0-33-amd64'),
  linux(45, 'Red Hat Enterprise Linux', 'rhel', '9.4', 'Plow', '5.14.0-427.42.1.el9_4.x86_64'),
  linux(30, 'Red Hat Enterprise Linux', 'rhel', '8.10', 'Ootpa', '4.18.0-553.30.1.el8_10.x86_64'),
  linux(12, 'CentOS Linux', 'centos', '7.9', 'Core', '3.10.0-1160.119.1.el7.x86_64'),
  linux(30, 'Amazon Linux', 'amzn', '2023', null, '6.1.115-126.197.amzn2023.x86_64'),
  linux(12, 'Amazon Linux', 'amzn', '2', 'Karoo', '4.14.355-271.569.amzn2.x86_64'),
  linux(14, 'SUSE Linux Enterprise Server', 'sles', '15.6', null, '6.4.0-150600.23.30-default'),
  linux(8, 'Rocky Linux', 'rocky', '9.5', 'Blue Onyx', '5.14.0-503.15.1.el9_5.x86_64'),
  linux(5, 'Oracle Linux Server', 'ol', '8.10', null, '5.15.0-301.163.5.2.el8uek.x86_64'),
  macos(40, '15.1.1', 'Sequoia', '24.1.0', '24B91'),
  macos(25, '14.7.1', 'Sonoma', '23.6.0', '23H222'),
  {
    weight: 2,
    kind: 'server',
    name: 'SunOS',
    platform: 'sunos',
    version: '11.4',
    major: '11',
    minor: '4',
    codename: null,
    build: null,
    arch: 'sun4v',
    uname: 'SunOS |{host} |5.11 |11.4.73.176.2 |sun4v',
  },
  {
    weight: 2,
    kind: 'server',
    name: 'AIX',
    platform: 'aix',
    version: '7.2',
    major: '7',
    minor: '2',
    codename: null,
    build: null,
    arch: null,
    uname: 'AIX |{host} |2 |7 |00F9C1964C00',
  },
]

/** Versions of agents in use, and how often they send a keep-alive. The last one is newer than the manager. */
export const agentVersions: readonly { readonly weight: number; readonly version: string; readonly keepAliveSeconds: number }[] =
  [
    { weight: 640, version: 'Wazuh v4.14.7', keepAliveSeconds: 20 },
    { weight: 120, version: 'Wazuh v4.14.4', keepAliveSeconds: 20 },
    { weight: 70, version: 'Wazuh v4.13.1', keepAliveSeconds: 20 },
    { weight: 60, version: 'Wazuh v4.12.0', keepAliveSeconds: 10 },
    { weight: 45, version: 'Wazuh v4.9.2', keepAliveSeconds: 10 },
    { weight: 30, version: 'Wazuh v4.7.5', keepAliveSeconds: 10 },
    { weight: 15, version: 'Wazuh v4.5.4', keepAliveSeconds: 10 },
    { weight: 10, version: 'Wazuh v4.3.11', keepAliveSeconds: 10 },
    { weight: 6, version: 'Wazuh v4.1.5', keepAliveSeconds: 10 },
    { weight: 4, version: 'Wazuh v3.13.6', keepAliveSeconds: 10 },
    { weight: 0, version: 'Wazuh v4.15.0', keepAliveSeconds: 20 },
  ]

export const managerVersion = 'Wazuh v4.14.7'
