import { TEXT } from '#lib/format/text.ts'

const ROWS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-2/5', 'w-1/3', 'w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-2/5', 'w-1/2', 'w-1/3']
const COUNTS = ['a', 'b', 'c', 'd', 'e']

/** The shape of what is coming, at its heights, so that nothing jumps. */
export function HeadSkeleton() {
  return (
    <div className="late" aria-hidden="true">
      <div className="flex h-12 items-center sm:h-7">
        <span className="bone h-6! w-3/5" />
      </div>
      <div className="mt-0.5 flex h-15 items-center sm:h-10 md:h-5">
        <span className="bone w-2/5" />
      </div>
      <span className="bone mt-3 h-2!" />
      <div className="counts mt-1">
        {COUNTS.map((key) => (
          <div key={key} className="count-bones h-20 sm:h-21">
            <span className="bone my-0.5 w-3/5" />
            <span className="bone my-1 h-6! w-2/5" />
            <span className="bone my-0.5 w-1/2" />
          </div>
        ))}
      </div>
    </div>
  )
}

export function RowsSkeleton() {
  return (
    <div className="gutter late border-t border-line" aria-busy="true">
      <p className="sr-only" role="status">
        {TEXT.list.loading}
      </p>
      {ROWS.map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are a fixed drawing
        <div key={i} className="grid h-(--row) grid-cols-4 items-center border-b border-subtle" aria-hidden="true">
          <span className={`bone ${width}`} />
          <span className="bone w-1/3" />
          <span className="bone w-1/2" />
          <span className={`bone ${width}`} />
        </div>
      ))}
    </div>
  )
}
