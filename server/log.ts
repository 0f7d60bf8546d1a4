import pino from 'pino'
import { LOG_LEVELS } from './config.ts'

/** JSON lines on standard output. Values under these keys never reach it. */
export const log = pino({
  // What is no level is told by the settings' check, which runs after this.
  level: LOG_LEVELS.find((level) => level === process.env['LOG_LEVEL']?.trim()) ?? 'info',
  base: null,
  redact: {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[secret]',
  },
})
export type Log = pino.Logger
