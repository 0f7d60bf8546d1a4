import { describe, expect, test } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { matches } from './matches.ts'
import { parseQuery } from './parse.ts'

const AS_OF = Date.parse('2026-11-15T12:00:00Z')
const DAY = 86_400_000

const FULL: Agent = {
  manager: 'emea',
  managerName: 'Köln 2',
  id: '007',
  name: 'Web-Straße 01',
  ip: '10.20.0.7',
  registerIp: '10.20.0.0/24',
  status: 'disconnected',
  statusCode: 4,
  statusSince: AS_OF - DAY,
  statusSincePrecision: 'exact',
  groups: ['default', 'Windows'],
  os: { name: 'Ubuntu', version: '22.04.3 LTS', platform: 'ubuntu', arch: 'x86_64' },
  version: 'Wazuh v4.9.2',
  outdated: true,
  nodeName: 'node01',
  managerHost: 'master',
  dateAdd: Date.parse('2026-01-31T10:00:30.250Z'),
  lastKeepAlive: AS_OF - 2 * DAY,
  seenAt: AS_OF,
  disconnectionTime: AS_OF - DAY,
  groupConfigStatus: 'not synced',
  syncSince: AS_OF - 3_600_000,
  syncSincePrecision: 'observed',
  mergedSum: 'AB38',
  configSum: null,
  expected: null,
  flaps: 0,
  alias: 'Abrechnung, Primär',
  tags: ['tier-1', 'Straße'],
}

const EMPTY: Agent = {
  ...FULL,
  id: '1024',
  name: 'null',
  ip: null,
  registerIp: 'any',
  status: 'never_connected',
  statusCode: null,
  statusSince: null,
  groups: [],
  os: { name: null, version: null, platform: null, arch: null },
  version: null,
  outdated: null,
  lastKeepAlive: null,
  disconnectionTime: null,
  groupConfigStatus: 'unknown',
  mergedSum: null,
  alias: null,
  tags: [],
}

function ask(text: string, agent: Agent): boolean {
  const result = parseQuery(text)
  if (!result.ok) throw new Error(`${text}: ${result.problem.message}`)
  return matches(result.expr, agent, AS_OF)
}

describe('an agent with every value', () => {
  test.each([
    // Text without case, and Unicode in any form.
    ['name="web-straße 01"', true],
    ['name="WEB-STRASSE 01"', false],
    ['name~STRAß', true],
    ['name!~db', true],
    ['name<web-t', true],
    ['name>web-2', true],
    ['mergedSum=ab38', true],
    // Bare words, in any of name, id, ip, registerIP and alias.
    ['web', true],
    ['007', true],
    ['0.0/24', true],
    ['web 20.0', true],
    ['web db', false],
    ['"e 01"', true],
    ['ubuntu', false],
    ['abrechnung', true],
    // Numbers.
    ['id=7', true],
    ['id~00', true],
    ['id<10', true],
    ['id!=007', false],
    ['status_code in (3, 4)', true],
    // Addresses.
    ['ip=10.20.0.7', true],
    ['ip=10.20.0.0/16', true],
    ['ip!=10.20.0.0/16', false],
    ['ip=10.21.0.0/16', false],
    ['ip in (192.168.0.0/16, 10.20.0.4/30)', true],
    ['ip=::/0', false],
    ['ip<10.100.0.0', true],
    ['ip~20.0', true],
    ['registerIP=10.20.0.0/24', true],
    ['registerIP=10.20.0.0/16', true],
    ['registerIP=10.20.0.0/25', false],
    ['registerIP=10.20.0.7', false],
    // Managers: by id or name, in order by name.
    ['manager=EMEA', true],
    ['manager="köln 2"', true],
    ['manager!="köln 2"', false],
    ['manager!=emea', false],
    ['manager in (apac, emea)', true],
    ['manager~kö', true],
    ['manager~mea', true],
    ['manager>ka', true],
    ['manager<f', false],
    // Words of the manager.
    ['status=down', true],
    ['sync="not synced"', true],
    ['sync~synced', true],
    // Groups: any of them.
    ['group=windows', true],
    ['group!=windows', false],
    ['group!=linux', true],
    ['group~DEF', true],
    ['group in (linux, default)', true],
    ['group=null', false],
    // What people wrote.
    ['alias~PRIMÄR', true],
    ['alias=null', false],
    ['tag=Tier-1', true],
    ['tag!="straße"', false],
    ['tags in (tier-2, straße)', true],
    ['tag~tier', true],
    ['tag=null', false],
    // Versions by number.
    ['version<4.10', true],
    ['version=4.9.2', true],
    ['version="v4.9.2"', true],
    ['version=4.9', false],
    ['version>=4.9.2.0', true],
    ['version~4.9', true],
    ['version=sid', false],
    ['os.version>=22.04 and os.version<22.10', true],
    ['outdated=true', true],
    ['outdated!=false', true],
    // Ages.
    ['lastKeepAlive>1d', true],
    ['lastKeepAlive>2d', false],
    ['lastKeepAlive>=2d', true],
    ['lastKeepAlive<3d', true],
    ['silentFor>47h and silentFor<=2d', true],
    ['statusFor>=1d', true],
    ['syncFor<=3600', true],
    ['enrolledFor>30d', true],
    // Times: = is anywhere in what is written, > is later than its beginning.
    ['dateAdd=2026-01-31', true],
    ['dateAdd=2026-01-31T10:00', true],
    ['dateAdd=2026-01-31T10:00:30', true],
    ['dateAdd=2026-01-31T10:00:30.251Z', false],
    ['dateAdd>2026-01-31', true],
    ['dateAdd<=2026-01-31', true],
    ['dateAdd<2026-01-31', false],
    ['dateAdd>=2026-02-01', false],
    ['dateAdd in (2026-01-30, 2026-01-31)', true],
    ['dateAdd<2026-01-31T11:00+01:00', false],
    // Two values.
    ['configSum=null', true],
    ['configSum!=x', true],
    ['status=disconnected or name=x and name=y', true],
    ['(status=disconnected or name=x) and name=y', false],
  ])('%s is %s', (text, expected) => {
    expect(ask(text, FULL)).toBe(expected)
    expect(ask(`not (${text})`, FULL)).toBe(!expected)
  })
})

describe('an agent that the last pass did not read', () => {
  const left = { ...FULL, seenAt: AS_OF - DAY }
  test.each([
    // Its silence is known for the moment when it was read.
    ['silentFor>1d', false],
    ['silentFor>=1d', true],
    ['lastKeepAlive<=1d', true],
    ['lastKeepAlive in (null)', false],
    // A date and every other age do not depend on that moment.
    ['lastKeepAlive=2026-11-13', true],
    ['statusFor>=1d', true],
    ['syncFor>=1h', true],
  ])('%s is %s', (text, expected) => {
    expect(ask(text, left)).toBe(expected)
    expect(ask(`not (${text})`, left)).toBe(!expected)
  })
})

describe('an agent without values', () => {
  test.each([
    ['ip=null', true],
    ['ip!=null', false],
    ['ip!=10.0.0.1', true],
    ['ip=0.0.0.0/0', false],
    ['ip!~10', true],
    ['ip<10.0.0.1', false],
    ['not ip<10.0.0.1', true],
    ['registerIP=any', true],
    ['group=null', true],
    ['group!=default', true],
    ['group~d', false],
    ['alias=null', true],
    ['tag=null', true],
    ['tag!=x', true],
    ['group in (null, default)', true],
    ['group not in (default, windows)', true],
    ['version!=4.9', true],
    ['version<99', false],
    ['outdated=false', false],
    ['outdated!=true', true],
    ['lastKeepAlive>1d', false],
    ['lastKeepAlive<1d', false],
    ['silentFor=null', true],
    ['silentFor<=1d', false],
    ['status_code=0', false],
    ['status_code<1', false],
    ['os=null', true],
    ['name="null"', true],
    ['null', true],
    ['status=never', true],
    ['', true],
  ])('%s is %s', (text, expected) => {
    expect(ask(text, EMPTY)).toBe(expected)
  })
})
