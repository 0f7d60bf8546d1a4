import { queryOptions } from '@tanstack/react-query'
import { type KioskItem, kioskItem, kiosksList, type NewKiosk, type PairingItem, pairingItem } from '#lib/contract/kiosk.ts'
import { fetchJson } from './fetch-json.ts'

/** Somebody who looks at the list wants to see which screens are there. */
const POLL_MS = 10_000

export const kioskQueries = {
  list: () =>
    queryOptions({
      queryKey: ['kiosks'],
      queryFn: ({ signal }) => fetchJson('/api/kiosks', kiosksList, { signal }),
      refetchInterval: POLL_MS,
    }),
}

/** Which screen shows a code. @throws ApiError */
export function findPairing(code: string): Promise<PairingItem> {
  return fetchJson('/api/kiosks/pairing', pairingItem, { method: 'POST', body: { code } })
}

/** @throws ApiError */
export function approveKiosk(kiosk: NewKiosk): Promise<KioskItem> {
  return fetchJson('/api/kiosks', kioskItem, { method: 'POST', body: kiosk })
}

/** @throws ApiError */
export function revokeKiosk(id: string): Promise<KioskItem> {
  return fetchJson(`/api/kiosks/${id}`, kioskItem, { method: 'DELETE' })
}
