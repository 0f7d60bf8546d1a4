import Link from 'next/link'
import { momentFocus } from './moment-focus.ts'

/** A link to the same page at a moment, from within it. */
export function MomentLink(props: { href: string; className: string; 'aria-label': string; children: React.ReactNode }) {
  return <Link {...props} prefetch={false} onClick={() => momentFocus.want()} />
}
