/** A full answer in place of data: what happened, what it means, what to do. */
export function Notice({
  title,
  children,
  level = 2,
  alert = false,
}: {
  title: string
  children?: React.ReactNode
  level?: 1 | 2
  /** Something failed: say it at once. */
  alert?: boolean
}) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section
      className="gutter grid max-w-(--reading) justify-items-start gap-2 py-8 text-secondary"
      role={alert ? 'alert' : undefined}
    >
      <Heading className="text-lead font-semibold text-primary" tabIndex={level === 1 ? -1 : undefined}>
        {title}
      </Heading>
      {children}
    </section>
  )
}
