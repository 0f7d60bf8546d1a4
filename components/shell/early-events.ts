/** The event that ends the keeping of presses. */
export const HYDRATED = 'rollcall:hydrated'
/** The event after which keys and typed text reach the page's own code, too; what was kept is done then. */
export const LISTENING = 'rollcall:listening'
