import { KIOSK_TEXT } from '#lib/format/text-kiosk.ts'

/** The code that somebody has to type elsewhere. */
export function PairingCode({
  code,
  expiresAt,
  now,
  address,
}: {
  code: string
  expiresAt: string
  now: number
  address: string
}) {
  const words = KIOSK_TEXT.pairing
  const [before, where, after] = words.steps(address)
  const half = code.length / 2
  return (
    <section className="wall-notice">
      <h1>{words.title}</h1>
      <p>
        {before} <b className="address">{where}</b> {after}
      </p>
      <p className="wall-code" data-testid="code">
        <span className="sr-only">{words.spell(code)}</span>
        <span aria-hidden="true">{code.slice(0, half)}</span> <span aria-hidden="true">{code.slice(half)}</span>
      </p>
      <p className="small" suppressHydrationWarning>
        {words.left((Date.parse(expiresAt) - now) / 1000)}
        <noscript> {words.noScript}</noscript>
      </p>
    </section>
  )
}
