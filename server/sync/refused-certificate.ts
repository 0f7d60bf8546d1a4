import type { ManagerConfig } from '#server/config.ts'

/**
 * What a person needs to know of a certificate that was refused: why, its fingerprint, and the line to set unless it is set already.
 * @param fingerprint its SHA-256, lower-case hexadecimal without colons
 */
export function refusedCertificate({ name, tls }: ManagerConfig, why: string, fingerprint: string): string {
  const pairs = fingerprint.toUpperCase().match(/../g) ?? []
  // What the screens say ends with the line to set, which has a line of its own here.
  const reason = why.replace(/ If it is the right one, set MANAGER_FINGERPRINT=.*/, '')
  const lines = [`rollcall: ${name}: ${reason}`, `rollcall: the SHA-256 fingerprint of that certificate is ${pairs.join(':')}`]
  // Alone on its line and without our name in front, so that it can be taken as it is.
  if (tls.fingerprint !== fingerprint)
    lines.push('rollcall: if that is the right one, set this line and start again:', `MANAGER_FINGERPRINT=${fingerprint}`)
  return lines.join('\n')
}
