/** A key as it is kept: 32 random bytes; null once it is erased. */
export interface VaultKey {
  readonly keyId: string;
  readonly secret: Uint8Array | null;
}

/** Where keys are kept. Subjects are looked up by a keyed hash: the vault never holds an applicant reference in clear. */
export interface KeyVault {
  /** Finds or creates, durable when it resolves. */
  find(subject: string): Promise<VaultKey>;
  /** The key a subject has; null when it has none: nothing is made, so that asking leaves no trace of who was asked for. */
  lookup(subject: string): Promise<VaultKey | null>;
  /** Null for a key that never was. */
  load(keyId: string): Promise<VaultKey | null>;
  /** Drops the secret and the way from the subject to it: the same subject gets a new key afterwards. */
  erase(keyId: string): Promise<void>;
  close(): Promise<void>;
}
