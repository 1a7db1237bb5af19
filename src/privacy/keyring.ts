/** Text under one key: AES-256-GCM, base64, the tag at the end of the ciphertext; `keyId` is authenticated with it. */
export interface SealedText {
  readonly keyId: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

/**
 * One key per subject (an applicant, or a request that names none), so that one person can be forgotten: once the key is
 * erased, what it sealed is noise, while the log and its hashes stay as they are.
 *
 * Abstract class, not interface: it is also the Nest injection token.
 * Every method throws `UnknownKey` for a key that this keyring never had, and `KeysUnavailable` when it cannot answer now.
 */
export abstract class Keyring {
  /** Finds or creates. The key is durable when this resolves, so an event that needs it may be appended afterwards. */
  abstract keyIdFor(subject: string): Promise<string>;
  /** The key a subject has, without making one; null when it has none, also once it is erased. */
  abstract lookup(subject: string): Promise<string | null>;
  /** Null once the key is erased. */
  abstract seal(keyId: string, text: string): Promise<SealedText | null>;
  /** Null once the key is erased. @throws when the text was altered. */
  abstract open(sealed: SealedText): Promise<string | null>;
  /** Keyed MAC (hex) that tells equal texts from different ones without revealing them; null once the key is erased. */
  abstract mac(keyId: string, text: string): Promise<string | null>;
  /** For ever. Nobody opens a text with it afterwards; another process may go on sealing with it until it is told to forget it, a minute at most. */
  abstract erase(keyId: string): Promise<void>;
  /** Whether texts can still be opened with it; false also for a key that this keyring never had. */
  abstract isThere(keyId: string): Promise<boolean>;
  /** Drops what is remembered of keys that are destroyed elsewhere, or about to be. */
  abstract forget(keyIds: readonly string[]): void;
  /** Asks where the keys are kept for none of them. */
  abstract checkAnswers(): Promise<void>;
  abstract close(): Promise<void>;
}

export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  constructor(readonly keyId: string) {
    super(`The keyring never had the key ${keyId}: is it the one that belongs to this log?`);
  }
}

export type KeysUnavailableCode = 'KEYRING_NO_ANSWER' | 'KEYRING_SECRET_REFUSED' | 'KEYRING_NOT_TRUSTED' | 'KEYRING_ANSWER_WRONG';

/** The keys cannot be asked now; nothing was appended, and a retry is safe. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  constructor(
    message: string,
    readonly code: KeysUnavailableCode = 'KEYRING_NO_ANSWER',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
