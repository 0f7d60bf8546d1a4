/** How calls are made for a person, with the token of their own account. */
export interface PersonAccess {
  /** A token to send, which is never logged or stored. Rejects with a `ManagerError`: `wrong_credentials` when the account is gone or has another password. */
  token(): Promise<string>
  /** The manager answered 401 to this token. */
  reject(token: string): void
  /** The manager denied a right: what is known of the person's rights is no longer true. */
  denied(): void
}
