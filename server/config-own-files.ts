import { createSecureContext } from 'node:tls'
import type { Config } from './config.ts'
import { readFile } from './config-manager.ts'
import { warnIfOpen } from './config-managers-file.ts'
import type { Settings } from './config-names.ts'

/** The files of our own TLS, which fit together, or `null`; what is wrong goes to `problems`. */
export function readOwnTls(settings: Settings, problems: string[], warnings: string[]): Config['tls'] {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = settings
  if (certFile === undefined && keyFile === undefined) return null
  if (certFile === undefined || keyFile === undefined) {
    const [given, missing] = certFile === undefined ? ['TLS_KEY_FILE', 'TLS_CERT_FILE'] : ['TLS_CERT_FILE', 'TLS_KEY_FILE']
    problems.push(`${missing} is not set but ${given} is: set both for TLS, or neither`)
    return null
  }
  const cert = readFile('TLS_CERT_FILE', certFile, problems)
  const key = readFile('TLS_KEY_FILE', keyFile, problems)
  if (cert === null || key === null) return null
  try {
    createSecureContext({ cert, key })
  } catch {
    // The library's words name what it could not parse, and so may repeat it.
    problems.push('TLS_CERT_FILE and TLS_KEY_FILE do not belong together: set the PEM files of one certificate and of its key')
    return null
  }
  warnIfOpen('TLS_KEY_FILE', keyFile, warnings)
  return Object.freeze({ certFile, keyFile })
}

/** The token in METRICS_TOKEN_FILE, or `null` when none is set. */
export function readMetricsToken(settings: Settings, problems: string[], warnings: string[]): string | null {
  const file = settings['METRICS_TOKEN_FILE']
  const text = file === undefined ? null : readFile('METRICS_TOKEN_FILE', file, problems)
  if (file === undefined || text === null) return null
  const token = text.replace(/\r?\n$/, '')
  if (!/^[\x21-\x7e]{16,512}$/.test(token)) {
    problems.push('METRICS_TOKEN_FILE holds no token: write 16 to 512 letters, digits and signs into it, on one line')
    return null
  }
  warnIfOpen('METRICS_TOKEN_FILE', file, warnings)
  return token
}
