/** Whether the next moment was chosen on the page itself: then reading goes on at its sentence. A link from elsewhere leaves the focus to the browser. */
let isWanted = false

export const momentFocus = {
  want(): void {
    isWanted = true
  },
  take(): boolean {
    const was = isWanted
    isWanted = false
    return was
  },
}
