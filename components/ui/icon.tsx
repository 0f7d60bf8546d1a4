const PATHS = {
  filter: 'M2.5 4.5h11M4.5 8h7M6.5 11.5h3',
  export: 'M8 2.5v7.5M5 7.2L8 10l3-2.8M2.5 11v2.5h11V11',
  open: 'M4 6l4 4 4-4',
  star: 'M8 2.25l1.75 3.7 4 .55-2.9 2.85.7 4.05L8 11.5l-3.55 1.9.7-4.05L2.25 6.5l4-.55z',
  edit: 'M3 13l.6-2.6 7.3-7.3 2 2-7.3 7.3z',
  clock: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5zM8 4.75V8l2.25 1.75',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 2.75a4.25 4.25 0 1 1 0 8.5a4.25 4.25 0 0 1 0-8.5zM10.25 10.25L13.5 13.5',
  link: 'M6.5 9.5l3-3M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.2 1.2a3 3 0 0 1-4.3-4.3l1.2-1.2',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3.5 8.5l3 3 6-7',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  first: 'M4 4v8M12 4L8 8l4 4',
  last: 'M12 4v8M4 4l4 4-4 4',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5l7 4.5-7 4.5z',
  info: 'M8 7.5v4M8 4.5v.5M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5z',
  alert: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.75v.25',
  system: 'M2.5 3h11v7.5h-11zM5.5 13.25h5M8 10.5v2.75',
  light: 'M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
} as const

export type IconName = keyof typeof PATHS

/** A line drawing beside words; it never stands for a word alone, so it is hidden from screen readers. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={small ? 'icon small' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
