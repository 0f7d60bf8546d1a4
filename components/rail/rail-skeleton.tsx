const FACETS = [5, 3, 8, 4, 6]
const WIDTHS = ['w-full', 'w-4/5', 'w-2/5', 'w-1/5', 'w-1/5', 'w-1/6', 'w-1/6', 'w-1/6']

/** The shape of the breakdowns, at their heights. */
export function RailSkeleton() {
  return (
    <div className="rail-facets late" aria-hidden="true">
      {FACETS.map((count, facet) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are a fixed drawing
        <div key={facet} className="facet">
          <span className="bone my-0.5 w-2/5" />
          {WIDTHS.slice(0, count).map((width, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars are a fixed drawing
            <span key={i} className={`bone my-0.5 h-5! ${width}`} />
          ))}
        </div>
      ))}
    </div>
  )
}
