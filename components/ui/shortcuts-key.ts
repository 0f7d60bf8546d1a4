/** Where the browser keeps whether single keys act: `off` when they do not. */
export const SHORTCUTS_KEY = 'rollcall-shortcuts'
