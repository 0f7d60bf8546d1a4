/** The whole of a wall screen; everything in it is sized by its height and by `scale`. */
export function Wall({
  scale,
  curtain = false,
  resting = false,
  children,
}: {
  scale: number
  /** Nothing current is shown: a photo must tell, too. */
  curtain?: boolean
  /** The pointer was not moved for a while, and hides. */
  resting?: boolean
  children: React.ReactNode
}) {
  const size: React.CSSProperties & Record<'--scale', number> = { '--scale': scale }
  return (
    <main className="wall" data-resting={resting || undefined} data-curtain={curtain || undefined} style={size}>
      <div className="wall-shift">{children}</div>
    </main>
  )
}
