import { plural } from './numbers.ts'

/** Words for a dashboard with several managers. */
export const MANAGERS_TEXT = {
  title: 'Managers',
  /** On the button: how many of the managers one is signed in at. */
  count: (own: number, all: number) => (own === all ? `${all} managers` : `${own} of ${all} managers`),
  lead: (own: number, all: number) =>
    own === all
      ? 'You see what your account at each may see.'
      : `You see ${own} of ${plural(all, 'manager', 'managers')}: those you are signed in at.`,
  as: (username: string) => `as ${username}`,
  notIn: 'not signed in',
  signIn: 'Sign in',
  signInAt: (name: string) => `Sign in at ${name}`,
  signOut: 'Sign out',
  signOutAt: (name: string) => `Sign out of ${name}`,
  signOutFailed: (name: string) => `Signing out of ${name} did not work. Try again.`,
  addHeading: (name: string) => `Sign in at ${name} too`,
  addLead: (name: string) => `Its endpoints join your list. You stay signed in at ${name}.`,
  addSubmit: (name: string) => `Sign in at ${name}`,
  cancel: 'Back, without it',
} as const
