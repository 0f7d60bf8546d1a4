/** One manager as configured. `password` is a secret: never log, never send to a browser. */
export interface ManagerConfig {
  /** Short name, `[a-z0-9-]{1,32}`, part of keys and URLs. */
  readonly id: string
  /** What people read. */
  readonly name: string
  readonly url: URL
  readonly user: string
  readonly password: string
  readonly tls: {
    /** PEM text of the authorities to trust instead of the system's. */
    readonly ca: string | null
    /** SHA-256 of the certificate, lower-case hexadecimal without colons; replaces chain and host-name checks. */
    readonly fingerprint: string | null
    readonly insecure: boolean
  }
}

/** Everything that can be set, checked once at start and frozen. */
export interface Config {
  readonly managers: readonly ManagerConfig[]
  /** The manager is the embedded demo. */
  readonly demo: boolean
  readonly host: string
  readonly port: number
  readonly allowHttp: boolean
  /** Path of the SQLite file. */
  readonly databaseFile: string
  /** Seconds between two passes. */
  readonly intervalSeconds: number
}
