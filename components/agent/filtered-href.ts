/** The address of a list with another filter, from its first page on; what else it says stays. @param search without `?` */
export function filteredHref(search: string, q: string): string {
  const params = new URLSearchParams(search)
  for (const name of ['after', 'before', 'at', 'view']) params.delete(name)
  params.set('q', q)
  return `/?${params}`
}
