import { SIGN_IN_TEXT } from '#lib/format/text-sign-in.ts'

const TEXTS = SIGN_IN_TEXT.demo

/** The accounts of the embedded demo; name and password are the same word. Never shown with a real manager. */
export function DemoAccounts({ onUse }: { onUse: (name: string) => void }) {
  return (
    <section aria-labelledby="demo-accounts" className="mt-8 border-t border-line pt-4">
      <h2 id="demo-accounts" className="font-semibold">
        {TEXTS.title}
      </h2>
      <p className="mb-2 text-secondary">{TEXTS.detail}</p>
      <ul>
        {TEXTS.accounts.map(({ name, may }) => (
          <li key={name} className="flex items-center gap-3 border-t border-subtle py-1.5">
            <span className="min-w-0 flex-1">
              <span className="mono block">
                {name} / {name}
              </span>
              <span className="meta block text-secondary">{may}</span>
            </span>
            <button type="button" className="button" onClick={() => onUse(name)}>
              {TEXTS.use(name)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
