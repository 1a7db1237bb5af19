import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyVault, VaultKey } from './key-vault.js';

/** For tests and the in-memory store: keys die with the process, like the log they belong to. */
export class InMemoryVault implements KeyVault {
  private readonly keys = new Map<string, VaultKey>();
  private readonly keyIds = new Map<string, string>();

  find(subject: string): Promise<VaultKey> {
    const found = this.keys.get(this.keyIds.get(subject) ?? '');
    if (found !== undefined) return Promise.resolve(found);
    const key = { keyId: randomUUID(), secret: randomBytes(32) };
    this.keyIds.set(subject, key.keyId);
    this.keys.set(key.keyId, key);
    return Promise.resolve(key);
  }

  load(keyId: string): Promise<VaultKey | null> {
    return Promise.resolve(this.keys.get(keyId) ?? null);
  }

  erase(keyId: string): Promise<void> {
    this.keys.set(keyId, { keyId, secret: null });
    for (const [subject, its] of this.keyIds) if (its === keyId) this.keyIds.delete(subject);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
