/** The accounts that every new manager comes with; name and password are the same word. */
const DEFAULT_ACCOUNTS = ['wazuh', 'wazuh-wui']

/** Whether a name and password open every manager on which nobody changed them. */
export function isDefaultPassword(username: string, password: string): boolean {
  return username === password && DEFAULT_ACCOUNTS.includes(username)
}
