'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useLayoutEffect, useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { openDialog } from '#components/ui/palette-switch.ts'
import { releaseTyping } from '#components/ui/typed-ahead.ts'
import { listQueries } from '#lib/api/list-queries.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import { agentItems, type PaletteItem, wordQuery } from './palette-items.ts'
import { useCommands } from './use-commands.ts'

const TEXT = ON_DEMAND_TEXT.palette
const LIST_ID = 'palette-list'

/** Go to an endpoint by name, id or address, to a view, or do something that the whole product knows. */
export function Palette() {
  const router = useRouter()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  // Before the first key can reach the box.
  useLayoutEffect(() => setText((written) => written + releaseTyping()), [])
  const asked = wordQuery(useDeferredValue(text))
  const found = useQuery({ ...listQueries.find(asked), enabled: asked !== '' })
  const commands = useCommands(text, (href) => router.push(href))
  const agents = asked === '' ? [] : agentItems(found.data?.items ?? [], (href) => router.push(href))
  const all = [{ label: TEXT.best, items: commands.first }, { label: TEXT.endpoints, items: agents }, ...commands.others]
  const groups = all.filter((group) => group.items.length > 0)
  const items = groups.flatMap((group) => group.items)
  const chosen = items[Math.min(active, items.length - 1)]
  const close = () => openDialog(null)
  const run = (item: PaletteItem) => {
    close()
    item.run()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive((Math.min(active, items.length - 1) + step + items.length) % Math.max(1, items.length))
    } else if (event.key === 'Enter' && chosen) run(chosen)
  }
  return (
    <Modal label={TEXT.label} className="palette" onClose={close}>
      <div className="palette-box">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type into it
          autoFocus
          role="combobox"
          aria-label={TEXT.input}
          aria-expanded={items.length > 0}
          aria-controls={LIST_ID}
          aria-activedescendant={chosen ? optionId(chosen) : undefined}
          aria-autocomplete="list"
          placeholder={LIST_TEXT.goTo}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div role="listbox" id={LIST_ID} aria-label={TEXT.label}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset can't stand in a list box
          <div role="group" aria-label={group.label} key={group.label}>
            <p className="label" aria-hidden="true">
              {group.label}
            </p>
            {group.items.map((item) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the option
              // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
              <div
                key={item.key}
                id={optionId(item)}
                role="option"
                aria-selected={item === chosen}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => run(item)}
              >
                <b>{item.label}</b>
                <span className="note">{item.note}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="p-3 text-secondary">{found.isFetching ? TEXT.looking : TEXT.nothing}</p>}
    </Modal>
  )
}

function optionId({ key }: PaletteItem): string {
  return `palette-${key}`.replaceAll(/[^\w-]/g, '_')
}
