import { chance, hash32 } from '../fleet/hash.ts'
import type { TableRow } from '../query/table-query.ts'
import type { AgentView } from './agent-view.ts'
import { databaseTime } from './database-time.ts'

/** Name, version, section, size in KB, description. */
type Entry = readonly [name: string, version: string, section: string, size: number, description: string]

const deb: readonly Entry[] = [
  ['adduser', '3.118ubuntu5', 'admin', 623, 'add and remove users and groups'],
  ['apt', '2.4.13', 'admin', 4156, 'commandline package manager'],
  ['bash', '5.1-6ubuntu1.1', 'shells', 1908, 'GNU Bourne Again SHell'],
  ['ca-certificates', '20240203', 'misc', 391, 'Common CA certificates'],
  ['coreutils', '8.32-4.1ubuntu1.2', 'utils', 7112, 'GNU core utilities'],
  ['cron', '3.0pl1-137ubuntu3', 'admin', 257, 'process scheduling daemon'],
  ['curl', '7.81.0-1ubuntu1.20', 'web', 454, 'command line tool for transferring data with URL syntax'],
  ['dpkg', '1.21.1ubuntu2.3', 'admin', 6740, 'Debian package management system'],
  ['gnupg', '2.2.27-3ubuntu2.1', 'utils', 499, 'GNU privacy guard'],
  ['libc6', '2.35-0ubuntu3.8', 'libs', 13592, 'GNU C Library: Shared libraries'],
  ['libssl3', '3.0.2-0ubuntu1.18', 'libs', 5824, 'Secure Sockets Layer toolkit - shared libraries'],
  ['nginx', '1.18.0-6ubuntu14.5', 'httpd', 49, 'small, powerful, scalable web/proxy server'],
  ['openssh-client', '1:8.9p1-3ubuntu0.10', 'net', 3091, 'secure shell (SSH) client'],
  ['openssh-server', '1:8.9p1-3ubuntu0.10', 'net', 1535, 'secure shell (SSH) server'],
  ['perl-base', '5.34.0-3ubuntu1.3', 'perl', 7843, 'minimal Perl system'],
  ['python3', '3.10.6-1~22.04.1', 'python', 89, 'interactive high-level object-oriented language'],
  ['rsyslog', '8.2112.0-2ubuntu2.2', 'admin', 1836, 'reliable system and kernel logging daemon'],
  ['sudo', '1.9.9-1ubuntu2.4', 'admin', 2504, 'Provide limited super user privileges to specific users'],
  ['systemd', '249.11-0ubuntu3.12', 'admin', 19884, 'system and service manager'],
  ['tzdata', '2024a-0ubuntu0.22.04.1', 'localization', 3869, 'time zone and daylight-saving time data'],
  ['vim-tiny', '2:8.2.3995-1ubuntu2.21', 'editors', 1762, 'Vi IMproved - enhanced vi editor - compact version'],
]

const rpm: readonly Entry[] = [
  ['bash', '5.1.8-9.el9', 'System Environment/Shells', 7738, 'The GNU Bourne Again shell'],
  ['chrony', '4.5-3.el9', 'System Environment/Daemons', 668, 'An NTP client/server'],
  ['coreutils', '8.32-39.el9', 'System Environment/Base', 5815, 'A set of basic GNU tools'],
  ['curl', '7.76.1-31.el9', 'Applications/Internet', 741, 'A utility for getting files from remote servers'],
  ['glibc', '2.34-125.el9', 'System Environment/Libraries', 6431, 'The GNU libc libraries'],
  ['httpd', '2.4.62-1.el9', 'System Environment/Daemons', 59, 'Apache HTTP Server'],
  ['kernel-core', '5.14.0-503.15.1.el9_5', 'System Environment/Kernel', 67390, 'The Linux kernel'],
  ['openssh-server', '8.7p1-43.el9', 'System Environment/Daemons', 1058, 'An open source SSH server daemon'],
  ['openssl', '3.2.2-6.el9', 'System Environment/Libraries', 2024, 'Utilities from the TLS toolkit'],
  ['python3', '3.9.21-1.el9', 'Development/Languages', 33, 'Python 3 interpreter'],
  ['rpm', '4.16.1.3-34.el9', 'System Environment/Base', 2747, 'The RPM package management system'],
  ['sudo', '1.9.5p2-10.el9', 'Applications/System', 4122, 'Allows restricted root access for specified users'],
  ['systemd', '252-46.el9', 'System Environment/Base', 15780, 'System and Service Manager'],
]

const programs: readonly Entry[] = [
  ['7-Zip 24.08 (x64)', '24.08', ' ', 5602, ' '],
  ['Google Chrome', '131.0.6778.86', ' ', 0, ' '],
  ['Microsoft 365 Apps for enterprise - en-us', '16.0.18129.20158', ' ', 0, ' '],
  ['Microsoft Edge', '131.0.2903.63', ' ', 0, ' '],
  ['Microsoft Visual C++ 2015-2022 Redistributable (x64) - 14.40.33810', '14.40.33810.0', ' ', 21112, ' '],
  ['Notepad++ (64-bit x64)', '8.7.1', ' ', 15708, ' '],
  ['VMware Tools', '12.4.5.23787635', ' ', 98304, ' '],
  ['VLC media player', '3.0.21', ' ', 0, ' '],
]

const apps: readonly Entry[] = [
  ['Calendar', '15.0', ' ', 0, 'com.apple.iCal'],
  ['Firefox', '132.0.2', ' ', 0, 'org.mozilla.firefox'],
  ['Google Chrome', '131.0.6778.86', ' ', 0, 'com.google.Chrome'],
  ['Microsoft Outlook', '16.91', ' ', 0, 'com.microsoft.Outlook'],
  ['Safari', '18.1', ' ', 0, 'com.apple.Safari'],
  ['Slack', '4.41.97', ' ', 0, 'com.tinyspeck.slackmacgap'],
  ['zoom.us', '6.2.10', ' ', 0, 'us.zoom.xos'],
]

interface Shelf {
  readonly format: 'deb' | 'rpm' | 'win' | 'pkg'
  readonly entries: readonly Entry[]
  readonly architecture: string
  readonly vendor: string
}

const shelves: Readonly<Record<Shelf['format'], Shelf>> = {
  deb: {
    format: 'deb',
    entries: deb,
    architecture: 'amd64',
    vendor: 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>',
  },
  rpm: { format: 'rpm', entries: rpm, architecture: 'x86_64', vendor: 'Red Hat, Inc.' },
  win: { format: 'win', entries: programs, architecture: 'x86_64', vendor: 'Microsoft Corporation' },
  pkg: { format: 'pkg', entries: apps, architecture: 'arm64', vendor: 'apple' },
}

/** Who makes the programs that the maker of the system does not, by how their names begin. */
const makers: readonly (readonly [start: string, vendor: string])[] = [
  ['Wazuh Agent', 'Wazuh, Inc.'],
  ['wazuh-agent', 'Wazuh, Inc <info@wazuh.com>'],
  ['7-Zip', 'Igor Pavlov'],
  ['Google', 'Google LLC'],
  ['Notepad++', 'Notepad++ Team'],
  ['VMware', 'VMware, Inc.'],
  ['VLC', 'VideoLAN'],
  ['Firefox', 'mozilla'],
  ['Microsoft', 'Microsoft Corporation'],
  ['Slack', 'tinyspeck'],
  ['zoom', 'zoom'],
]

/** Most of what machines of its kind have, and the agent itself in the version it reports. */
export function installedPackages(agent: AgentView, scan: TableRow): TableRow[] {
  const { format, entries, architecture, vendor } = shelves[formatOf(agent.text('os_platform'))]
  const version = agent.text('version').replace(/^.*v/, '')
  const own: Entry = [
    format === 'win' ? 'Wazuh Agent' : 'wazuh-agent',
    format === 'win' ? version : `${version}-1`,
    'admin',
    0,
    ' ',
  ]
  const installed = entries.filter((_, index) => chance(agent.number, index, 79) < 0.9)
  return [...installed, own]
    .map(([name, number, section, size, description], index) => ({
      ...scan,
      name,
      version: number,
      format,
      architecture,
      vendor: makers.find(([start]) => name.startsWith(start))?.[1] ?? vendor,
      size,
      section,
      priority: format === 'deb' ? 'optional' : ' ',
      multiarch: format === 'deb' ? 'foreign' : null,
      source: format === 'deb' ? name.replace(/-.*/, '') : ' ',
      description,
      location:
        format === 'win' ? `C:\\Program Files\\${name.split(' ')[0]}` : format === 'pkg' ? `/Applications/${name}.app` : ' ',
      install_time: databaseTime(installedAt(agent, index)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function formatOf(platform: string): Shelf['format'] {
  if (platform === 'windows') return 'win'
  if (platform === 'darwin') return 'pkg'
  return platform === 'ubuntu' || platform === 'debian' ? 'deb' : 'rpm'
}

function installedAt(agent: AgentView, index: number): number {
  return Number(agent.read('date_add') ?? 0) - (hash32(agent.number, index, 80) % (90 * 86_400))
}
