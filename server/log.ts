import pino from 'pino'

/** JSON lines on standard output. Values under these keys never reach it. */
export const log = pino({
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: null,
  redact: {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[secret]',
  },
})
export type Log = pino.Logger
