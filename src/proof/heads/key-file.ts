import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../event-store/event-store.port.js';
import type { EpochMs } from '../../kernel/instant.js';
import { lockedBeside } from '../../operations/locked-beside.js';
import { ProofRefused } from '../application/proof-refused.js';
import { StatementSigner } from '../application/statement-signer.js';
import { privateKeyOf, type Signed, signStatement } from '../domain/signature.js';
import { published, type PublishedKey, publishedKeysOf } from '../domain/signing-keys.js';
import { headsFileIsEmpty } from './heads-file.js';
import { firstKey, newPair, revoked, rotated, type StoredKey } from './key-list.js';
import { createDurably, replaceDurably } from './replace-durably.js';

export const KEYS_NAME = 'signing-keys.json';
const WAIT_MS_MAX = 10_000;

/** The signing keys in a folder outside the store, made when first something is signed. Read again whenever the file has changed. */
export class KeyFile extends StatementSigner {
  private known: { readonly version: string; readonly keys: readonly StoredKey[] } | null = null;

  constructor(
    private readonly folder: string,
    private readonly nowMs: () => EpochMs,
  ) {
    super();
  }

  override sign<T extends JsonObject>(kind: string, statement: T): Promise<Signed<T>> {
    return Promise.resolve().then(() => {
      const { keyId, privateKey } = this.newest();
      return signStatement(kind, statement, keyId, privateKeyOf(privateKey));
    });
  }

  override keys(): Promise<readonly PublishedKey[]> {
    return Promise.resolve().then(() => this.load().map(published));
  }

  /** A new key signs from now on. */
  rotate(): PublishedKey {
    this.newest();
    return this.alone(() => published(this.save(rotated(this.load(), newPair(), this.nowMs())).at(-1) as StoredKey));
  }

  /** @returns false for a key that is not there, is the newest, or was revoked before. */
  revoke(keyId: string): boolean {
    this.newest();
    return this.alone(() => {
      const key = this.load().find((one) => one.keyId === keyId);
      if (key === undefined || key.keyId === this.newest().keyId || key.revokedAt !== undefined) return false;
      this.save(revoked(this.load(), keyId, this.nowMs()));
      return true;
    });
  }

  private newest(): StoredKey & { readonly privateKey: string } {
    if (this.load().length === 0) this.make();
    const key = this.load().at(-1);
    if (key?.privateKey === undefined) throw new ProofRefused('PROOF_KEYS', `${KEYS_NAME}: the newest key has no private part`);
    return { ...key, privateKey: key.privateKey };
  }

  /** Never a second first key: the heads that are there were signed by another one. */
  private make(): void {
    if (!headsFileIsEmpty(this.folder)) throw new ProofRefused('PROOF_KEYS', `${KEYS_NAME} is gone, though heads were signed`);
    this.guarded(() => createDurably(this.folder, KEYS_NAME, textOf([firstKey(newPair(), this.nowMs())])));
  }

  /** Of two changes at the same instant the second one sees the first: a lost key would leave heads that nobody can check. */
  private alone<T>(work: () => T): T {
    const busy = (): Error => new ProofRefused('PROOF_KEYS', `${KEYS_NAME}: another process is changing it`);
    return this.guarded(() => lockedBeside(join(this.folder, KEYS_NAME), WAIT_MS_MAX, work, busy));
  }

  private save(keys: readonly StoredKey[]): readonly StoredKey[] {
    this.guarded(() => replaceDurably(this.folder, KEYS_NAME, textOf(keys)));
    return this.load();
  }

  private load(): readonly StoredKey[] {
    return this.guarded(() => {
      const path = join(this.folder, KEYS_NAME);
      const file = statSync(path, { throwIfNoEntry: false });
      if (file === undefined) return [];
      if ((file.mode & 0o077) !== 0) throw new ProofRefused('PROOF_KEYS', `${KEYS_NAME} is open to others`);
      const version = `${file.ino}:${file.mtimeMs}:${file.size}`;
      if (this.known?.version !== version) this.known = { version, keys: readKeys(path) };
      return this.known.keys;
    });
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ProofRefused) throw error;
      // Of other errors only the kind: a message may repeat what the file says.
      throw new ProofRefused('PROOF_KEYS', `${KEYS_NAME}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).name}`);
    }
  }
}

const textOf = (keys: readonly StoredKey[]): string => `${JSON.stringify({ keys }, null, 2)}\n`;

function readKeys(path: string): readonly StoredKey[] {
  const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys?: unknown };
  const checked = publishedKeysOf(keys);
  if (checked.keys === null) throw new ProofRefused('PROOF_KEYS', `${KEYS_NAME}: ${checked.wrong}`);
  return keys as readonly StoredKey[];
}
