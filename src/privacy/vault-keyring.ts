import { LRUCache } from 'lru-cache';
import type { KeyVault, VaultKey } from './key-vault.js';
import { Keyring, type SealedText, UnknownKey } from './keyring.js';
import { SealingKey } from './sealing-key.js';

const KEYS_MAX = 10_000;
/** How long this process may go on sealing with a key that another one erased; texts are opened with no remembered key. */
const REMEMBERED_MS = 60_000;
/** No key is called so. */
const NO_KEY = 'health';
const ERASED = Symbol('erased');

/** A keyring over any vault; remembers the keys used lately. */
export class VaultKeyring extends Keyring {
  private readonly keys = new LRUCache<string, SealingKey | typeof ERASED>({ max: KEYS_MAX, ttl: REMEMBERED_MS });
  private readonly keyIds = new LRUCache<string, string>({ max: KEYS_MAX, ttl: REMEMBERED_MS });

  constructor(private readonly vault: KeyVault) {
    super();
  }

  override async keyIdFor(subject: string): Promise<string> {
    const remembered = this.keyIds.get(subject);
    if (remembered !== undefined) return remembered;
    const key = await this.vault.find(subject);
    this.remember(key);
    this.keyIds.set(subject, key.keyId);
    return key.keyId;
  }

  override async lookup(subject: string): Promise<string | null> {
    const key = this.keyIds.get(subject) ?? (await this.vault.lookup(subject));
    if (key === null || typeof key === 'string') return key;
    this.remember(key);
    this.keyIds.set(subject, key.keyId);
    return key.keyId;
  }

  override async seal(keyId: string, text: string): Promise<SealedText | null> {
    return (await this.key(keyId))?.seal(text) ?? null;
  }

  /** Asks the vault each time, so that an erasure counts for every reader, in whatever process, from that moment on. */
  override async open(sealed: SealedText): Promise<string | null> {
    const { keyId } = sealed;
    const kept = await this.vault.load(keyId);
    if (kept === null) throw new UnknownKey(keyId);
    const remembered = this.keys.get(keyId);
    const key = kept.secret !== null && remembered instanceof SealingKey ? remembered : this.remember(kept);
    return key?.open(sealed) ?? null;
  }

  override async mac(keyId: string, text: string): Promise<string | null> {
    return (await this.key(keyId))?.mac(text) ?? null;
  }

  override async erase(keyId: string): Promise<void> {
    await this.key(keyId); // Names a key that never was.
    await this.vault.erase(keyId);
    this.keys.delete(keyId);
    this.keyIds.clear();
  }

  override async isThere(keyId: string): Promise<boolean> {
    const kept = await this.vault.load(keyId);
    return kept !== null && kept.secret !== null;
  }

  override forget(keyIds: readonly string[]): void {
    for (const keyId of keyIds) this.keys.delete(keyId);
    this.keyIds.clear();
  }

  override async checkAnswers(): Promise<void> {
    await this.vault.load(NO_KEY);
  }

  override close(): Promise<void> {
    this.keys.clear();
    this.keyIds.clear();
    return this.vault.close();
  }

  private async key(keyId: string): Promise<SealingKey | null> {
    const remembered = this.keys.get(keyId);
    if (remembered !== undefined) return remembered === ERASED ? null : remembered;
    const loaded = await this.vault.load(keyId);
    if (loaded === null) throw new UnknownKey(keyId);
    return this.remember(loaded);
  }

  private remember({ keyId, secret }: VaultKey): SealingKey | null {
    const key = secret === null ? null : new SealingKey(keyId, secret);
    this.keys.set(keyId, key ?? ERASED);
    return key;
  }
}
