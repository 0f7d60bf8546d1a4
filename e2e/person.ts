import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Someone at a page whose every press and typed character is counted. */
export class Person {
  readonly page: Page
  #presses = 0
  #typed = 0

  constructor(page: Page) {
    this.page = page
  }

  async click(target: Locator): Promise<void> {
    this.#presses++
    await target.click()
  }

  /** One key, or several held together. */
  async press(keys: string): Promise<void> {
    this.#presses++
    await this.page.keyboard.press(keys)
  }

  async type(text: string): Promise<void> {
    this.#typed += [...text].length
    await this.page.keyboard.type(text)
  }

  /** The effort that a question of every day may take. */
  expectLittleEffort(): void {
    expect(this.#presses, 'interactions').toBeLessThanOrEqual(3)
    expect(this.#typed, 'typed characters').toBeLessThanOrEqual(40)
  }
}
