import { randomBytes, randomUUID } from 'node:crypto';
import { SECRET_BYTES } from './key-operations.js';
import type { KeyVault, VaultKey } from './key-vault.js';
import { KeysUnavailable } from './keyring.js';

export class KeyMemory {
  readonly keys = new Map<string, VaultKey>();
  readonly keyIds = new Map<string, string>();
}

/** For tests and the in-memory store: keys die with the process, like the log they belong to. */
export class InMemoryVault implements KeyVault {
  private closed = false;

  constructor(private readonly memory = new KeyMemory()) {}

  async find(subject: string): Promise<VaultKey> {
    this.assertOpen();
    const found = this.keyOf(subject);
    if (found !== null) return found;
    const key = { keyId: randomUUID(), secret: randomBytes(SECRET_BYTES) };
    this.memory.keyIds.set(subject, key.keyId);
    this.memory.keys.set(key.keyId, key);
    return key;
  }

  async lookup(subject: string): Promise<VaultKey | null> {
    this.assertOpen();
    return this.keyOf(subject);
  }

  async load(keyId: string): Promise<VaultKey | null> {
    this.assertOpen();
    return this.memory.keys.get(keyId) ?? null;
  }

  async erase(keyId: string): Promise<void> {
    this.assertOpen();
    if (!this.memory.keys.has(keyId)) return;
    this.memory.keys.set(keyId, { keyId, secret: null });
    for (const [subject, its] of this.memory.keyIds) if (its === keyId) this.memory.keyIds.delete(subject);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private keyOf(subject: string): VaultKey | null {
    return this.memory.keys.get(this.memory.keyIds.get(subject) ?? '') ?? null;
  }

  private assertOpen(): void {
    if (this.closed) throw new KeysUnavailable('The keys in memory are closed');
  }
}
