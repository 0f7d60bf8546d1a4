import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import { contentHash } from './content-hash.ts'
import { anyAgent } from './testing-agents.ts'

describe('contentHash', () => {
  it('is equal for equal content, whatever the keep-alive', () => {
    fc.assert(
      fc.property(anyAgent(7), fc.nat(), (agent, lastKeepAlive) => {
        expect(contentHash({ ...agent, groups: [...agent.groups], lastKeepAlive })).toBe(contentHash(agent))
      }),
    )
  })

  it('differs when any other field differs', () => {
    fc.assert(
      fc.property(anyAgent(7), anyAgent(7), (one, two) => {
        for (const [name, value] of Object.entries(two)) {
          if (name === 'lastKeepAlive' || name === 'id') continue
          const mixed: ManagerAgent = { ...one, [name]: value }
          const equal = JSON.stringify(mixed) === JSON.stringify(one)
          expect(contentHash(mixed) === contentHash(one)).toBe(equal)
        }
      }),
    )
  })

  it('tells texts apart that move from one field to the next', () => {
    fc.assert(
      fc.property(anyAgent(7), fc.string({ minLength: 1 }), (agent, text) => {
        const moved = { ...agent, osName: null, osVersion: text }
        expect(contentHash({ ...agent, osName: text, osVersion: null })).not.toBe(contentHash(moved))
        expect(contentHash({ ...agent, groups: ['ab', 'c'] })).not.toBe(contentHash({ ...agent, groups: ['a', 'bc'] }))
      }),
    )
  })

  it('meets no two alike among 300,000 that differ in one digit', () => {
    const [agent] = fc.sample(anyAgent(7), { numRuns: 1, seed: 5 })
    if (!agent) throw new Error('no agent')
    const hashes = new Set<number>()
    for (let i = 0; i < 300_000; i++) hashes.add(contentHash({ ...agent, name: `host-${i}` }))
    expect(hashes.size).toBe(300_000)
    for (const hash of hashes)
      if (!Number.isSafeInteger(hash) || hash <= 0) throw new Error(`not a positive safe integer: ${hash}`)
  })
})
