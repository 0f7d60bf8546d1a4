let leaving = false

/** Says that the person is signing out: where they go then is for the sign-out to say, not for whoever notices that the session is over. */
export function setLeaving(value: boolean): void {
  leaving = value
}

export function isLeaving(): boolean {
  return leaving
}
