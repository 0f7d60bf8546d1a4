import { ON_DEMAND_TEXT } from '#lib/format/text-on-demand.ts'
import type { Option, OptionGroup } from './options.ts'
import { optionId, SUGGEST_ID } from './suggest-id.ts'

/** What can be chosen, below the filter box; the box keeps the focus. */
export function SuggestList({
  groups,
  chosen,
  onChoose,
}: {
  groups: readonly OptionGroup[]
  chosen: Option | undefined
  onChoose: (option: Option) => void
}) {
  const text = ON_DEMAND_TEXT.suggest
  return (
    <div className="suggest">
      <div role="listbox" id={SUGGEST_ID} aria-label={text.label}>
        {groups.map(({ label, options }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset can't stand in a list box
          <div role="group" aria-label={label} key={label}>
            <p className="label" aria-hidden="true">
              {label}
            </p>
            {options.map((option) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the option
              // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
              <div
                key={option.key}
                role="option"
                id={optionId(option)}
                aria-selected={option === chosen}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(option)}
              >
                <b>{option.label}</b>
                <span className="note">{option.note}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="suggest-foot meta" aria-hidden="true">
        <span>
          <kbd className="key">Tab</kbd> {text.complete}
        </span>
        <span>
          <kbd className="key">Enter</kbd> {text.take}
        </span>
        <span>
          <kbd className="key">Esc</kbd> {text.clear}
        </span>
        <span>{text.grammar}</span>
      </p>
    </div>
  )
}
