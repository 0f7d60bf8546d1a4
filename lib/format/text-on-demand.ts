import { LOCALE } from './locale.ts'
import { formatCount } from './numbers.ts'

const LIST = new Intl.ListFormat(LOCALE, { type: 'conjunction' })

/** Words of what is loaded when somebody opens it first: completion, the dialog of columns, the palette, the list of keys. */
export const ON_DEMAND_TEXT = {
  suggest: {
    label: 'Suggestions',
    fields: 'Fields',
    conditions: 'Conditions',
    operators: (field: string) => `${field}: how to compare`,
    values: (field: string) => field,
    word: 'As a word',
    inWord: 'in name, id and addresses',
    heldBy: (count: number) => `held by ${formatCount(count)}`,
    more: (example: string) => `such as ${example}`,
    complete: 'complete',
    take: 'take over',
    clear: 'clear draft',
    grammar: 'and, or, not (…) also work',
    operatorWords: {
      '=': 'is',
      '!=': 'is not',
      '~': 'contains',
      '!~': 'does not contain',
      '<': 'less, earlier or younger than',
      '>': 'more, later or older than',
      '<=': 'at most',
      '>=': 'at least',
    },
  },
  columns: {
    title: 'Columns',
    detail: 'Which columns and in which order is part of the address; widths and density stay in this browser.',
    always: (labels: readonly string[]) =>
      `${LIST.format(labels)} always show; what you choose stands below, and in the address.`,
    up: (label: string) => `Move ${label} up`,
    down: (label: string) => `Move ${label} down`,
    width: (label: string) => `Width of ${label} in pixels`,
    reset: 'Default columns and widths',
    density: 'Row height',
    densities: { compact: 'Compact', comfortable: 'Comfortable' },
  },
  help: {
    title: 'Keys',
    open: 'Keys',
    close: 'Close',
    off: 'Single keys are switched off in the account menu.',
    groups: [
      {
        label: 'Everywhere',
        keys: [
          [['Ctrl K', '⌘ K'], 'Go to an endpoint, a view, a theme'],
          [['?'], 'This list'],
        ],
      },
      {
        label: 'Filter',
        keys: [
          [['/'], 'Go to the filter'],
          [['↓', '↑'], 'Walk through the suggestions'],
          [['Tab'], 'Complete what is suggested'],
          [['Enter'], 'Take over what is written'],
          [['Esc'], 'Clear the draft, then the filter'],
          [['⌫'], 'In the empty box: edit the last condition'],
        ],
      },
      {
        label: 'List',
        keys: [
          [['j', 'k'], 'Next row, previous row'],
          [['Enter'], 'Open the page of the row'],
          [['o'], 'Show the row beside the list, on wide screens'],
          [['Esc'], 'Close what is beside the list'],
          [['x'], 'Select the row'],
          [['.'], 'Compact or comfortable rows'],
        ],
      },
    ],
  },
  palette: {
    label: 'Go to',
    input: 'An endpoint by name, id or address, or a command',
    best: 'Best match',
    endpoints: 'Endpoints',
    views: 'Views',
    commands: 'Commands',
    all: 'All endpoints',
    theme: (name: string) => `Theme: ${name}`,
    themeAlso: 'mode appearance colours colors',
    density: (name: string) => `Rows: ${name}`,
    densityAlso: 'density row height',
    copyLink: 'Copy link to this page',
    keys: 'Keys',
    filterBy: (text: string) => `Filter the list by “${text}”`,
    nothing: 'Nothing found',
    looking: 'Looking…',
  },
} as const
