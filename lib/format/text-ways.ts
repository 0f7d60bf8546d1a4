/** Words of the sign-in page about other ways than an account of a manager. */
export const WAYS_TEXT = {
  with: (name: string) => `Sign in with ${name}`,
  goOnAs: (username: string) => `Go on as ${username}`,
  local: 'The manager is away? Sign in as the local administrator',
  localHeading: 'Sign in as the local administrator',
  localLead: 'For when no manager can be asked. Everything that was collected is shown, as old as it is.',
  back: 'Back to the other ways',
  /** Why another way did not lead in; the keys are what the address of the sign-in page may say. */
  problems: {
    refused: (name: string) => `${name} did not let you in, or you gave up there.`,
    failed: (name: string) => `The answer of ${name} was not to be trusted or came too late. Try again.`,
    unreachable: (name: string) => `${name} can’t be reached now. Try again, or choose another way.`,
    norole: (name: string) =>
      `${name} knows you, but none of your groups may see anything here. Ask an administrator of this dashboard.`,
    busy: () => 'Too many attempts to sign in from your address. Try again in a minute.',
    insecure: () => 'Sign-in is refused over plain HTTP from other machines.',
    nobody: (name: string) => `${name} did not say who you are.`,
  },
} as const

export type WayProblem = keyof typeof WAYS_TEXT.problems

export function isWayProblem(text: unknown): text is WayProblem {
  return typeof text === 'string' && Object.hasOwn(WAYS_TEXT.problems, text)
}
