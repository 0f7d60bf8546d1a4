import { formatAge } from './age.ts'

/** Words of the page to sign in on. */
export const SIGN_IN_TEXT = {
  title: 'Sign in',
  heading: 'Sign in with your manager account',
  lead: 'Which endpoints report, which do not, since when and why.',
  manager: 'Manager',
  userName: 'User name',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  wait: (seconds: number) => `Try again in ${formatAge(seconds)}.`,
  next: 'After sign-in you go to',
  userNameMissing: 'Enter your user name.',
  passwordMissing: 'Enter your password.',
  demo: {
    title: 'Demo accounts',
    detail: 'The agents behind them are invented.',
    use: (name: string) => `Use ${name}`,
    columns: { account: 'Name and password', may: 'What it may do' },
    accounts: [
      { name: 'wazuh', may: 'Administrator: sees every agent.' },
      { name: 'analyst', may: 'Reads every agent, changes nothing.' },
      { name: 'branch', may: 'Reads two groups, branch-north and branch-south, and never learns of the rest.' },
      { name: 'nobody', may: 'Reads nothing: signs in and is told so.' },
    ] as const,
  },
}
