import type { Claim, MomentAnswer } from '#lib/contract/agent-at.ts'
import { statusWord, syncWords } from '#lib/format/moment-sentence.ts'
import { MOMENT_TEXT } from '#lib/format/text-moment.ts'
import { fieldValue } from '#lib/format/transition.ts'

type Known = Extract<MomentAnswer, { kind: 'known' }>
type Say = (time: string) => string

/** The three answers, and what else the record said. @param say a time in words */
export function MomentFacts({ answer, say }: { answer: Known; say: Say }) {
  const { said, seen } = answer
  const node = textOf(said.nodeName)
  const ip = textOf(said.ip)
  return (
    <dl className="moment-facts">
      <Fact name={MOMENT_TEXT.said}>
        {either(said.status, statusWord)}
        {since(said.status, say)}
        <br />
        {syncWords({ ...said.sync, since: null }, say)}
        {since(said.sync, say)}
      </Fact>
      <Fact name={MOMENT_TEXT.seen}>
        {seen === null ? (
          MOMENT_TEXT.nothing
        ) : (
          <>
            {statusWord(seen.status)}, {syncWords({ value: seen.sync, either: null, since: null, next: null }, say)}
            <br />
            <span className="text-secondary">{MOMENT_TEXT.asOf(say(seen.at))}</span>
          </>
        )}
      </Fact>
      <Fact name={MOMENT_TEXT.known}>
        {known(answer, say).map((line, i) => (
          <span key={line} className={i === 0 ? 'block first-letter:uppercase' : 'block text-secondary'}>
            {line}
          </span>
        ))}
      </Fact>
      <Fact name={MOMENT_TEXT.configuration}>
        <span className="mono">{said.mergedSum.value === null ? '–' : MOMENT_TEXT.sumOf(said.mergedSum.value)}</span>
        <span className="block text-secondary wrap-anywhere">{fieldValue('groups', said.groups.value)}</span>
        {node !== null && (
          <span className="block text-secondary wrap-anywhere">{ip === null ? node : MOMENT_TEXT.from(node, ip)}</span>
        )}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="meta text-tertiary">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function either({ value, either: other }: Claim, word: (value: string | null) => string): string {
  return other ? MOMENT_TEXT.or(word(value), word(other.value)) : word(value)
}

function since({ since: change }: Claim, say: Say): string {
  if (!change) return ''
  const { exact, after, by } = change
  if (exact !== null || after === null) return ` ${MOMENT_TEXT.since(say(exact ?? by))}`
  return ` ${MOMENT_TEXT.sinceBetween(say(after), say(by))}`
}

function known({ now, said }: Known, say: Say): string[] {
  const { verdict, heardAt, heardFrom, heardTo, declaredAt, backBy } = now
  const heard = heardAt !== null ? MOMENT_TEXT.heardAt(say(heardAt)) : null
  const within = heardFrom !== null && heardTo !== null ? MOMENT_TEXT.heardWithin(say(heardFrom), say(heardTo)) : null
  const lost = verdict === 'silent' && said.status.next === null ? MOMENT_TEXT.notDeclared : null
  const declared = declaredAt === null ? lost : MOMENT_TEXT.declared(say(declaredAt))
  const later = said.sync.next
  const lines = [
    verdict === 'disconnected' || verdict === 'never_connected' ? heard : (heard ?? within),
    declared,
    backBy === null ? null : MOMENT_TEXT.backBy(say(backBy)),
    later && said.sync.either === null
      ? MOMENT_TEXT.until(syncWords({ ...said.sync, value: later.to, since: null }, say), say(later.exact ?? later.by))
      : null,
  ]
  const told = lines.flatMap((line) => line ?? [])
  return told.length === 0 ? ['–'] : told
}

function textOf({ value }: Claim): string | null {
  return value === null || value === '' ? null : value
}
