import { expect, test } from 'vitest'
import type { AgentInventoryList, PortItem } from '#lib/contract/agent-inventory.ts'
import { inventoryRows, searchRows } from './inventory-rows.ts'

const asked = { kind: 'answer', askedAt: '2026-11-21T09:46:00.000Z', tookMs: 3 } as const
const port = (more: Partial<PortItem>): PortItem => ({
  ...{ protocol: 'tcp', localIp: '0.0.0.0', localPort: 22, remoteIp: '0.0.0.0', remotePort: 0 },
  ...{ state: 'listening', process: 'sshd', pid: 811, ...more },
})
const ports = (items: PortItem[]): AgentInventoryList => ({
  list: 'ports',
  rows: { ...asked, data: { total: items.length, scannedAt: null, items } },
})

test('a port that listens has no other end, a connection has one', () => {
  const connected = port({ localPort: 50_000, remoteIp: 'fe80::1', remotePort: 443, state: 'established', process: null, pid: 0 })
  expect(inventoryRows(ports([port({}), connected, port({ localPort: null, protocol: null, state: null })]), null)).toEqual([
    ['22 tcp', '0.0.0.0', null, 'listening', 'sshd (811)'],
    ['50000 tcp', '0.0.0.0', '[fe80::1]:443', 'established', null],
    [null, '0.0.0.0', null, null, 'sshd (811)'],
  ])
})

test('packages and processes stand in the order of their columns', () => {
  const item = {
    name: 'OpenSSL',
    version: '3.0.2',
    architecture: 'amd64',
    format: 'deb',
    vendor: 'Ubuntu Developers <x@lists.ubuntu.com>',
  }
  const data = { total: 1, scannedAt: null }
  expect(inventoryRows({ list: 'packages', rows: { ...asked, data: { ...data, items: [item] } } }, null)).toEqual([
    ['OpenSSL', '3.0.2', 'amd64', 'deb', 'Ubuntu Developers'],
  ])
  const running = { name: 'sshd', pid: '811', user: 'root', command: '/usr/sbin/sshd', startedAt: null }
  expect(inventoryRows({ list: 'processes', rows: { ...asked, data: { ...data, items: [running] } } }, null)).toEqual([
    ['sshd', '811', 'root', '/usr/sbin/sshd', null],
  ])
})

test('a reason has no lines', () => {
  expect(inventoryRows({ list: 'ports', rows: { kind: 'none', why: 'disconnected', minVersion: null } }, null)).toEqual([])
})

test('a search takes lines that hold every word, in any cell and any case', () => {
  const rows = [
    ['OpenSSL', '3.0.2', null],
    ['libssl3', '3.0.2', 'Straße'],
    ['bash', '5.1', null],
  ]
  expect(searchRows(rows, ' SSL  3.0 ')).toEqual(rows.slice(0, 2))
  expect(searchRows(rows, 'ssl STRASSE')).toEqual([])
  expect(searchRows(rows, 'straße')).toEqual([rows[1]])
  expect(searchRows(rows, '')).toBe(rows)
  expect(searchRows(rows, 'ssl\n3')).toEqual(rows.slice(0, 2))
})
