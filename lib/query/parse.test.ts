import { describe, expect, test } from 'vitest'
import { FIELD_NOTES } from './field-notes.ts'
import { FIELD_NAMES } from './fields.ts'
import { QUERY_LIMITS } from './limits.ts'
import { parseQuery } from './parse.ts'
import { printQuery } from './print.ts'

/** The canonical text of a query that must parse. */
function canonical(text: string): string {
  const result = parseQuery(text)
  return result.ok ? printQuery(result.expr) : `refused: ${result.problem.message}`
}

/** Where a query is refused, and what it becomes when the suggestion is taken. */
function refused(text: string): { place: string; start: number; message: string; fixed: string | null } {
  const result = parseQuery(text)
  if (result.ok) throw new Error(`${text} was read as ${printQuery(result.expr)}`)
  const { span, message, suggestion } = result.problem
  const fixed = suggestion === undefined ? null : text.slice(0, span.start) + suggestion + text.slice(span.end)
  return { place: text.slice(span.start, span.end), start: span.start, message, fixed }
}

describe('reads', () => {
  test.each([
    ['status=active and (os.platform~ubuntu or version!="v4.14.7")', 'status=active and (os.platform~ubuntu or version!=4.14.7)'],
    ['status=active;os.platform=windows,name~web', 'status=active and os.platform=windows or name~web'],
    ['(status=active,status=pending);id!=000', '(status=active or status=pending) and id!=000'],
    ['name=a OR name=b And name=c', 'name=a or name=b and name=c'],
    ['NAME = web-1', 'name=web-1'],
    ['  name\n=\t"web-1"  ', 'name=web-1'],
    ['web', 'web'],
    ['web 01 lyon', 'web 01 lyon'],
    ['status=active web', 'status=active and web'],
    ['web status=active not db', 'web and status=active and not db'],
    ['"web 01" or \'and\'', '"web 01" or "and"'],
    ['not not name=x', 'name=x'],
    ['not name=x', 'name!=x'],
    ['not (name!~x)', 'name~x'],
    ['not silentFor>7d', 'not silentFor>7d'],
    ['not (web or db)', 'not (web or db)'],
    ['((name=a and (name=b and name=c)))', 'name=a and name=b and name=c'],
    ['name in (a, "b c",a)', 'name in (a, "b c")'],
    ['NOT name NOT IN (a,b)', 'name in (a, b)'],
    ['name in (a)', 'name=a'],
    ['name not in (a)', 'name!=a'],
    ['group in (null, default)', 'group in (null, default)'],
    ['group=NULL', 'group=null'],
    ['group="null"', 'group="null"'],
    ['sync=not synced;status=never connected', 'group_config_status="not synced" and status=never_connected'],
    ['sync!=not in sync', 'group_config_status!="not synced"'],
    ['status in (never connected, down)', 'status in (never_connected, disconnected)'],
    ['status~ACT', 'status~ACT'],
    ['id=1', 'id=001'],
    ['id=0001024', 'id=1024'],
    ['status_code=-0', 'status_code=0'],
    ['outdated=Yes or outdated=no', 'outdated=true or outdated=false'],
    ['version=Wazuh v4.14.7', 'version=4.14.7'],
    ['version~4.14', 'version~4.14'],
    ['version=sid', 'version=sid'],
    ['ip=10.0.0.0/8 or ip in (fe80::1, 10.0.0.1)', 'ip=10.0.0.0/8 or ip in (fe80::1, 10.0.0.1)'],
    ['registerIP=any', 'registerIP=any'],
    ['ip~10.20.', 'ip~10.20.'],
    ['ip in 10.0.0.0/8 or registerIP not in fe80::/10', 'ip=10.0.0.0/8 or registerIP!=fe80::/10'],
    ['reason=no keep-alive or reason in (lost, "reset by manager")', 'reason=no_keepalive or reason in (no_keepalive, reset)'],
    ['Flapping >= 6 quiet=yes gone=no', 'flaps>=6 and quiet=true and gone=false'],
    ['lastKeepAlive>3600', 'lastKeepAlive>1h'],
    ['lastHeard<=1d12h', 'lastKeepAlive<=1d12h'],
    ['silentFor>90', 'silentFor>1m30s'],
    ['silentFor>2w', 'silentFor>14d'],
    ['silentFor!=null', 'silentFor!=null'],
    ['dateAdd>2026-01-31 10:00:00', 'dateAdd>2026-01-31T10:00:00Z'],
    ['dateAdd>2026-01-31T10:00+02:00', 'dateAdd>2026-01-31T08:00Z'],
    ['dateAdd=2026-01-31', 'dateAdd=2026-01-31'],
    ['dateAdd<2026-01-31T10:00:00.5Z', 'dateAdd<2026-01-31T10:00:00.500Z'],
    [String.raw`name="say \"it\" \\ \u{1f600}"`, String.raw`name='say "it" \\ 😀'`],
    [String.raw`name="\u{0}"`, String.raw`name="\u{0}"`],
    ['name=""', 'name=""'],
    ['name="and" and group=in', 'name="and" and group="in"'],
    ['日本-3', '日本-3'],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected)
    expect(canonical(expected)).toBe(expected)
  })

  test.each(['', ' ', '\n\t '])('blank text %j as everything', (text) => {
    expect(parseQuery(text)).toEqual({ ok: true, expr: { kind: 'all', span: { start: 0, end: text.length } } })
  })

  test.each(FIELD_NAMES)('the example of %s', (name) => {
    const result = parseQuery(FIELD_NOTES[name].example)
    expect(result).toMatchObject({ ok: true, expr: { kind: 'compare', field: name } })
  })

  test('spans as UTF-16 units of the text', () => {
    expect(parseQuery('😀 name = "x y"')).toMatchObject({
      ok: true,
      expr: {
        span: { start: 0, end: 15 },
        items: [
          { kind: 'word', span: { start: 0, end: 2 } },
          { kind: 'compare', span: { start: 3, end: 15 }, fieldSpan: { start: 3, end: 7 }, valueSpan: { start: 10, end: 15 } },
        ],
      },
    })
  })
})

describe('refuses at the place, with what was probably meant', () => {
  test.each([
    ['stauts=active', 'stauts', 'status=active'],
    ['lastKeepalive2>1d', 'lastKeepalive2', 'lastKeepAlive>1d'],
    ['status=actve', 'actve', 'status=active'],
    ['sync=synchd', 'synchd', 'sync=synced'],
    ['status=all', 'all', null],
    ['name==x', '==', 'name=x'],
    ['name<>x', '<>', 'name!=x'],
    ['silentFor=>7d', '=>', 'silentFor>=7d'],
    ['!name=x', '!', 'not name=x'],
    ['web || db', '||', 'web  or  db'],
    ['name=', '', null],
    ['name= and web', 'and', 'name= "and" web'],
    ['=x', '=', null],
    ['(web', '', '(web)'],
    ['web)', ')', 'web'],
    ['()', '()', null],
    ['web and', '', null],
    ['and web', 'and', '"and" web'],
    ['web,,db', ',', null],
    ['web;', '', null],
    ['name="x', '"x', 'name="x"'],
    ["name=o'brien", "o'brien", 'name="o\'brien"'],
    [String.raw`name="a\b"`, String.raw`\b`, String.raw`name="a\\b"`],
    ['name="a""b"', '"', null],
    ['name~a=b', 'a=b', 'name~"a=b"'],
    ['name=web*', '*', null],
    ['name=web 01', 'web 01', 'name="web 01"'],
    ['os.name~Windows Server', 'Windows Server', 'os.name~"Windows Server"'],
    ['group=a(b)', '(', 'group=a (b)'],
    ['status=active,pending', 'status=active,pending', 'status in (active, pending)'],
    ['status=active or pending', 'status=active or pending', 'status in (active, pending)'],
    ['status!=active and pending', 'status!=active and pending', 'status not in (active, pending)'],
    ['name=web,db', 'name=web,db', 'name in (web, db)'],
    ['status:active', 'status:active', 'status=active'],
    ['web -db', '-db', 'web not db'],
    ['"name"=x', '"name"', 'name=x'],
    ['name in a', '', 'name in (a'],
    ['name in (a b)', ' ', 'name in (a, b)'],
    ['name in (a or b)', 'or', 'name in (a , b)'],
    ['name in (a, b', '', 'name in (a, b)'],
    ['name in ()', ')', null],
    ['name=null', 'null', 'name="null"'],
    ['group<null', '<', null],
    ['group~null', 'null', null],
    ['name~""', '""', null],
    ['""', '""', null],
    ['status>active', '>', null],
    ['dateAdd~2026', '~', 'dateAdd=2026'],
    ['id=abc', 'abc', null],
    [`id=${'9'.repeat(400)}`, '9'.repeat(400), null],
    ['status_code=4.5', '4.5', null],
    ['outdated=maybe', 'maybe', null],
    ['silentFor>7D', '7D', 'silentFor>7d'],
    ['silentFor>1.5h', '1.5h', null],
    [`silentFor>${'9'.repeat(12)}w`, `${'9'.repeat(12)}w`, null],
    ['silentFor=7d', '7d', null],
    ['lastKeepAlive in (1d, 2d)', '1d', null],
    ['dateAdd>2026', '2026', 'dateAdd>2026-01-01'],
    ['disconnection_time>1763718000', '1763718000', 'disconnection_time>2025-11-21T09:40:00Z'],
    ['dateAdd>2026-02-30', '2026-02-30', null],
    ['dateAdd>2026-01-31T24:00', '2026-01-31T24:00', null],
    ['lastKeepAlive>foo', 'foo', null],
    ['ip=10.20.', '10.20.', null],
    ['ip in any', 'any', null],
    ['ip in 10.0.0.0/8, 10.1.0.0/16', 'ip in 10.0.0.0/8, 10.1.0.0/16', 'ip in (10.0.0.0/8, 10.1.0.0/16)'],
    ['group in default', '', 'group in (default'],
    ['ip<10.0.0.0/8', '10.0.0.0/8', null],
    ['ip=10.0.0.0/33', '10.0.0.0/33', null],
    ['version>sid', 'sid', null],
    ['__proto__=1', '__proto__', null],
    ['constructor in (1)', 'constructor', null],
    ['name=a\u0000b', '\u0000', 'name=ab'],
    ['name="a\u202eb"', '\u202e', String.raw`name="a\u{202e}b"`],
    ['name="\ud800"', '\ud800', String.raw`name="\u{d800}"`],
    ['\udfff', '\udfff', ''],
    ['name=“x”', '“', 'name="x”'],
  ])('%j', (text, place, fixed) => {
    const problem = refused(text)
    expect(problem).toMatchObject({ place, fixed })
    expect(problem.message).toMatch(/^[A-Za-z].*[.?]$/s)
  })

  test('the leftmost problem first', () => {
    expect(refused('foo=1 and name=*').place).toBe('foo')
    expect(refused('name=x and * foo=1').place).toBe('*')
  })
})

describe('keeps to the limits', () => {
  const { length, depth, terms } = QUERY_LIMITS

  test('of length, at the first unit too many', () => {
    expect(parseQuery('x'.repeat(length)).ok).toBe(true)
    expect(refused('x'.repeat(length + 1))).toMatchObject({ start: length, place: 'x' })
    expect(refused(`name="${'x'.repeat(1_000_000)}`).start).toBe(length)
  })

  test('of depth, counting parentheses and not', () => {
    expect(parseQuery(`${'('.repeat(depth)}web${')'.repeat(depth)}`).ok).toBe(true)
    expect(refused(`${'('.repeat(depth + 1)}web${')'.repeat(depth + 1)}`)).toMatchObject({ start: depth, place: '(' })
    expect(refused(`${'not '.repeat(depth + 1)}web`)).toMatchObject({ start: depth * 4, place: 'not' })
    expect(parseQuery(Array(40).fill('(web)').join(' or ')).ok).toBe(true)
  })

  test('of terms, counting conditions, words and values of lists', () => {
    expect(parseQuery(Array(terms).fill('x').join(' ')).ok).toBe(true)
    expect(
      refused(
        Array(terms + 1)
          .fill('x')
          .join(' '),
      ).start,
    ).toBe(terms * 2)
    const values = Array.from({ length: terms + 1 }, (_, i) => `v${i}`)
    expect(parseQuery(`name in (${values.slice(1).join(',')})`).ok).toBe(true)
    expect(refused(`name in (${values.join(',')})`).place).toBe(`v${terms}`)
  })

  test('for the canonical text too, so that it parses again', () => {
    const text = Array(60).fill('sync=synced').join(',')
    expect(parseQuery(text).ok).toBe(true)
    expect(parseQuery(text, { ...QUERY_LIMITS, length: 1000 })).toMatchObject({
      ok: false,
      problem: { span: { start: 0, end: text.length } },
    })
  })
})
