/** Whether the person did something on this page since our server was last told; it keeps a session going, which screens by themselves do not. */
let acted = true

export const activity = {
  note(): void {
    acted = true
  },
  /** Asks and forgets. */
  take(): boolean {
    const was = acted
    acted = false
    return was
  },
}
