'use client'

import { Icon } from '#components/ui/icon.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { openDialog } from '#components/ui/palette-switch.ts'
import { useShortcutsOn } from '#components/ui/use-shortcut.ts'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'

const TEXT = ON_DEMAND_TEXT.help
const close = () => openDialog(null)

/** Every key and what it does. */
export function KeysHelp() {
  const { on } = useShortcutsOn()
  return (
    <Modal label={TEXT.title} className="keys" onClose={close}>
      <header className="flex items-center justify-between">
        <h2 className="text-lead font-semibold">{TEXT.title}</h2>
        <button type="button" className="ghost" aria-label={TEXT.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {!on && <p className="text-secondary">{TEXT.off}</p>}
      {TEXT.groups.map(({ label, keys }) => (
        <section key={label}>
          <h3 className="label mt-4 mb-1">{label}</h3>
          <dl>
            {keys.map(([names, does]) => (
              <div key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name} className="key">
                      {name}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
