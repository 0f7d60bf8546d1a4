/** `2026/11/21 08:00:00` from epoch seconds, as the manager's databases of agents keep times. */
export function databaseTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
}

/** The time as the API prints it, for a text that begins like one; other texts stay as they are. */
export function printedTime(text: string): string {
  return /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/.test(text)
    ? `${text.slice(0, 19).replaceAll('/', '-').replace(' ', 'T')}+00:00`
    : text
}
