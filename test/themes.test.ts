import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => path.join(folder, name))

// Browser tests look at colours alone in the second theme: e2e/fixtures.ts.
it('themes differ in nothing but their colours', () => {
  const sheets = filesIn('app', /\.css$/)
  expect(sheets.length).toBeGreaterThan(3)
  for (const file of sheets) {
    const css = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
    expect(css, file).not.toContain('prefers-color-scheme')
    for (const [, body = ''] of css.matchAll(/\[data-theme[^{]*\{([^}]*)\}/g))
      for (const [, property = ''] of body.matchAll(/([\w-]+)\s*:/g))
        expect([file, property]).toEqual([file, expect.stringMatching(/^(color-scheme|--gutter)$/)])
    for (const [, property = ''] of css.matchAll(/([\w-]+)\s*:[^;{}]*\blight-dark\(/g))
      expect([file, property]).toEqual([file, expect.stringMatching(/^--(color|shadow)-/)])
  }
  for (const file of [...filesIn('app', /\.tsx$/), ...filesIn('components', /\.tsx$/)])
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/\bdark:[\w[-]|prefers-color-scheme/)
})
