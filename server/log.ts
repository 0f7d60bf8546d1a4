import pino from 'pino'
import { LOG_LEVELS } from './config.ts'
import { safeJsonLine } from './safe-text.ts'

/** JSON lines on standard output, one an event whatever stands in it. Values under these keys never reach it. */
export const log = pino({
  // What is no level is told by the settings' check, which runs after this.
  level: LOG_LEVELS.find((level) => level === process.env['LOG_LEVEL']?.trim()) ?? 'info',
  base: null,
  hooks: { streamWrite: safeJsonLine },
  redact: {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[secret]',
  },
})
export type Log = pino.Logger
