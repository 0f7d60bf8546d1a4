import { z } from 'zod'
import type { Addresses, Hardware, Interfaces, System } from '#lib/contract/agent-inventory.ts'
import { itemsOf } from './answers.ts'
import { readTime } from './dates.ts'

export const TEXT_MAX = 512
/** The manager gives blanks for what a machine does not tell. */
export const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value?.trim().slice(0, TEXT_MAX) || null)
export const number = z
  .number()
  .nullish()
  .catch(null)
  .transform((value) => (value !== null && value !== undefined && Number.isFinite(value) && value >= 0 ? value : null))
export const scan = z
  .object({ time: text })
  .nullish()
  .catch(null)
  .transform((value) => {
    const read = value?.time ? readTime(value.time) : null
    return typeof read === 'number' ? new Date(read).toISOString() : null
  })

/** A machine of which nothing was reported yet has no item: then all of it is unknown. */
function onlyItem(json: unknown): unknown {
  const found = itemsOf(json)
  return found === null ? null : (found.items[0] ?? {})
}

const hardwareItem = z.object({
  board_serial: text,
  cpu: z.object({ name: text, cores: number, mhz: number }).partial().nullish(),
  ram: z.object({ total: number, usage: number }).partial().nullish(),
  scan,
})

/** `GET /syscollector/{id}/hardware`. */
export function hardware(json: unknown): Hardware | null {
  const item = hardwareItem.safeParse(onlyItem(json))
  if (!item.success) return null
  const { board_serial, cpu, ram, scan: scannedAt } = item.data
  return {
    boardSerial: board_serial,
    cpuName: cpu?.name ?? null,
    cpuCores: cpu?.cores ?? null,
    cpuMhz: cpu?.mhz ?? null,
    ramTotalKb: ram?.total ?? null,
    ramUsedPercent: ram?.usage ?? null,
    scannedAt,
  }
}

const systemItem = z.object({
  hostname: text,
  architecture: text,
  release: text,
  version: text,
  os: z.object({ name: text, version: text, build: text, display_version: text }).partial().nullish(),
  scan,
})

/** `GET /syscollector/{id}/os`. */
export function system(json: unknown): System | null {
  const item = systemItem.safeParse(onlyItem(json))
  if (!item.success) return null
  const { hostname, architecture, release, version, os, scan: scannedAt } = item.data
  return {
    hostname,
    name: os?.name ?? null,
    version: os?.version ?? null,
    build: os?.build ?? null,
    displayVersion: os?.display_version ?? null,
    architecture,
    kernel: release === null ? null : [release, version].filter((part) => part !== null).join(' '),
    scannedAt,
  }
}

const addressItem = z.object({ iface: z.string().max(TEXT_MAX), address: z.string().max(TEXT_MAX), proto: text, netmask: text })

/** `GET /syscollector/{id}/netaddr`. */
export function addresses(json: unknown): Addresses | null {
  return listOf(json, addressItem, ({ iface, address, proto, netmask }) => ({ iface, address, protocol: proto, netmask }))
}

const interfaceItem = z.object({ name: z.string().max(TEXT_MAX), mac: text, state: text, type: text, mtu: number })

/** `GET /syscollector/{id}/netiface`. */
export function interfaces(json: unknown): Interfaces | null {
  return listOf(json, interfaceItem, (item) => item)
}

/** Rows that can't be read are left out; without a readable one among some there is no answer. */
export function listOf<S extends z.ZodType, T>(json: unknown, schema: S, toItem: (item: z.output<S>) => T) {
  const found = itemsOf(json)
  if (found === null) return null
  const items = found.items.flatMap((item) => {
    const read = schema.safeParse(item)
    return read.success ? [toItem(read.data)] : []
  })
  return items.length === 0 && found.items.length > 0 ? null : { total: found.total, items }
}
