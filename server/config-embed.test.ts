import { expect, it } from 'vitest'
import { readEmbedOrigins } from './config-embed.ts'

it('reads origins however they are divided, each once, and none from nothing', () => {
  expect(readEmbedOrigins(' https://a.example/, https://B.example:8443 https://a.example ')).toEqual([
    'https://a.example',
    'https://b.example:8443',
  ])
  expect(readEmbedOrigins(undefined)).toEqual([])
})

it.each(['*', 'http://a.example', 'https://*.example', 'https://a.example/wiki', "'self'", 'https://u@a.example', 'https://a;b'])(
  'refuses %s, which would allow more than a site or another policy',
  (text) => expect(readEmbedOrigins(`https://ok.example ${text}`)).toBeNull(),
)
