import 'reflect-metadata'
import { createHash, X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'

export interface Certificate {
  readonly certPem: string
  readonly keyPem: string
  /** SHA-256 of the certificate, lower-case hex without colons. */
  readonly fingerprint: string
}

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

/**
 * The demo's certificate for localhost and 127.0.0.1, signed by itself.
 * @param directory where it is kept from one start to the next; made afresh each time when absent
 */
export async function loadCertificate(directory: string | undefined): Promise<Certificate> {
  if (directory === undefined) return makeCertificate()
  const [certFile, keyFile] = [join(directory, 'demo-manager.crt'), join(directory, 'demo-manager.key')]
  const kept = await readKept(certFile, keyFile)
  if (kept) return kept
  const made = await makeCertificate()
  await mkdir(directory, { recursive: true })
  await writeFile(keyFile, made.keyPem, { mode: 0o600 })
  await chmod(keyFile, 0o600)
  await writeFile(certFile, made.certPem)
  return made
}

async function readKept(certFile: string, keyFile: string): Promise<Certificate | undefined> {
  try {
    const [certPem, keyPem] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
    const parsed = new X509Certificate(certPem)
    const isValid = Date.parse(parsed.validTo) - Date.now() > 86_400_000
    return isValid ? { certPem, keyPem, fingerprint: fingerprintOf(parsed) } : undefined
  } catch {
    return undefined
  }
}

/** A fresh certificate with a key of its own, good for a year or expired yesterday. */
export async function makeCertificate(isExpired = false): Promise<Certificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=wazuh.com',
    notBefore: new Date(Date.now() - (isExpired ? YEAR_MS : DAY_MS)),
    notAfter: new Date(Date.now() + (isExpired ? -DAY_MS : YEAR_MS)),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const keyPem = `-----BEGIN PRIVATE KEY-----\n${key.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
  const certPem = `${certificate.toString('pem')}\n`
  return { certPem, keyPem, fingerprint: fingerprintOf(new X509Certificate(certPem)) }
}

function fingerprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('hex')
}
