import type { Product } from '#lib/agent/products.ts'
import type { FleetRules } from '#lib/insight/rules.ts'
import type { WaysConfig } from './ways.ts'

/** One manager as configured. `password` is a secret: never log, never send to a browser. */
export interface ManagerConfig {
  /** Short name, `[a-z0-9-]{1,32}`, part of keys and URLs. */
  readonly id: string
  /** What people read. */
  readonly name: string
  /** `https:`, host and port only. */
  readonly url: URL
  readonly user: string
  readonly password: string
  readonly tls: {
    /** PEM text of the authorities to trust instead of the system's. */
    readonly ca: string | null
    /** SHA-256 of the certificate, lower-case hexadecimal without colons; replaces the host-name check, and without `ca` the chain check too. */
    readonly fingerprint: string | null
    readonly insecure: boolean
  }
  /** Seconds without a keep-alive after which it calls an agent disconnected; left out: the default of its version. */
  readonly disconnectionSeconds?: number
}

/** A key for secrets at rest, and the name under which what it sealed is found again. */
export interface SecretKey {
  readonly id: string
  /** 256 bits; never logged. */
  readonly bytes: Uint8Array
}

/** Only the embedded demo's manager may have this id: it tells invented agents from real ones in a store. */
export const DEMO_MANAGER_ID = 'demo'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything that can be set, checked once at start and frozen. */
export interface Config {
  /** Empty only while the embedded demo is not running yet. */
  readonly managers: readonly ManagerConfig[]
  /** The manager is the embedded demo. */
  readonly demo: boolean
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly allowHttp: boolean
  /** Origin of our pages behind a TLS proxy, `https://host[:port]`; `null` when they are reached directly. */
  readonly publicOrigin: string | null
  /** PEM files of our own TLS; `null` when we speak plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  /** Whoever bears it may read `/metrics`; a secret. `null`: whoever sits on this machine. */
  readonly metricsToken: string | null
  /** Origins whose pages may show a kiosk in a frame; none unless it is reached over HTTPS. */
  readonly kioskEmbedOrigins: readonly string[]
  /** Absolute path of the SQLite file. */
  readonly databaseFile: string
  /** Seconds between two passes. */
  readonly intervalSeconds: number
  /** Days for which changes, removed agents and old sums of groups are kept. */
  readonly historyDays: number
  /** What is quiet, gone, flapping, a mass event and an alarm. */
  readonly rules: FleetRules
  /** Whose names commands and paths on the screens have; left out: Wazuh's. */
  readonly productNames?: Product
  readonly logLevel: LogLevel
  /** Other ways to sign in than with an account of a manager. */
  readonly ways: WaysConfig
  /** How long a session lives without activity, and at most. */
  readonly sessions: {
    readonly idleMs: number
    readonly lifeMs: number
    /** For so long what an issuer said of a person is good. */
    readonly confirmMs: number
  }
  /** Keys of SECRET_KEY_FILE, the current one first; empty when it is not set. */
  readonly secretKeys: readonly SecretKey[]
  /** The embedded demo: how many agents, and what they are drawn from. */
  readonly demoAgents: number
  readonly demoSeed: number
  /** `null`: 55000, or a free port when that is taken. */
  readonly demoPort: number | null
}
