import { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../event-store/event-store.port.js';

const DEPTH_MAX = 8;

/** Ids of the keys that texts of this event are sealed under. */
export function sealedUnder(data: JsonObject): readonly string[] {
  const found: string[] = [];
  collect(data, DEPTH_MAX, found);
  return found;
}

function collect(value: unknown, depth: number, found: string[]): void {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  const { keyId, nonce, ciphertext } = value as Record<string, unknown>;
  if (typeof keyId === 'string' && typeof nonce === 'string' && typeof ciphertext === 'string') found.push(keyId);
  else for (const part of Object.values(value)) collect(part, depth - 1, found);
}

/** Looks each sealed text's key up in a key file; erased keys are there, as tombstones. */
export class KeyCheck {
  private readonly keys: DatabaseSync | null;
  private missed = 0;

  /** @param file null when no key was kept. */
  constructor(file: string | null) {
    this.keys = file === null ? null : new DatabaseSync(file, { readOnly: true });
  }

  /** Sealed texts without a key. */
  get missing(): number {
    return this.missed;
  }

  look(data: JsonObject): void {
    for (const keyId of sealedUnder(data)) if (!this.has(keyId)) this.missed += 1;
  }

  counts(): { readonly count: number; readonly erased: number } {
    const row = this.keys?.prepare('SELECT count(*) AS count, count(*) - count(secret) AS erased FROM keys').get();
    return (row as { count: number; erased: number } | undefined) ?? { count: 0, erased: 0 };
  }

  close(): void {
    this.keys?.close();
  }

  private has(keyId: string): boolean {
    return this.keys?.prepare('SELECT 1 FROM keys WHERE key_id = ?').get(keyId) !== undefined;
  }
}
