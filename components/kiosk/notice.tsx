/** A screen that has nothing to show says why. */
export function WallNotice({ title, detail, children }: { title: string; detail: string; children?: React.ReactNode }) {
  return (
    <section className="wall-notice">
      <h1>{title}</h1>
      <p>{detail}</p>
      {children}
    </section>
  )
}
