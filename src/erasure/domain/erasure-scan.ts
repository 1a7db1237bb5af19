import { type Erased, KEYS_NAMED_MAX } from './erasure-events.js';

/** What is looked at of a recorded event. */
export interface ScannedEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly position: bigint;
}

/** Streams about a request: `<category>-<hallId>.<requestId>`. Their texts may be under the request's own key. */
export const SCANNED_CATEGORIES: readonly string[] = ['serviceRequest', 'rectification', 'historyRead'];
const DEPTH_MAX = 8;

/**
 * Finds in the log, event after event in its order, what one applicant's erasure is about: the requests that were received
 * for that applicant, and every key that a text about them is under. After a first erasure, and for readers' reasons, that
 * is the request's own.
 */
export class ErasureScan {
  private readonly requests = new Set<string>();
  private readonly keyIds: Set<string>;
  private texts = 0;
  private first: bigint | null = null;
  private last: bigint | null = null;
  /** Where the applicant's requests are; null while none was met. */
  hallId: string | null = null;

  constructor(private readonly applicantKeyId: string) {
    this.keyIds = new Set([applicantKeyId]);
  }

  take({ stream, type, data, position }: ScannedEvent): void {
    const dash = stream.indexOf('-');
    if (!SCANNED_CATEGORIES.includes(stream.slice(0, dash))) return;
    const request = stream.slice(dash + 1);
    const { applicant, hallId } = data as Readonly<Record<string, unknown>>;
    if (type === 'RequestReceived' && sealedUnder(applicant).includes(this.applicantKeyId)) {
      this.requests.add(request);
      this.hallId ??= typeof hallId === 'string' ? hallId : null;
    }
    if (this.requests.has(request)) this.count(sealedUnder(data), position);
  }

  found(): Erased {
    const keyIds = [...this.keyIds];
    return {
      requests: this.requests.size, texts: this.texts, keys: keyIds.length, keyIds: keyIds.slice(0, KEYS_NAMED_MAX),
      firstPosition: this.first?.toString() ?? null, lastPosition: this.last?.toString() ?? null,
    };
  }

  /** All of them, the applicant's first. */
  keysToErase(): readonly string[] {
    return [...this.keyIds];
  }

  private count(keyIds: readonly string[], position: bigint): void {
    if (keyIds.length === 0) return;
    for (const keyId of keyIds) this.keyIds.add(keyId);
    this.texts += keyIds.length;
    this.first ??= position;
    this.last = position;
  }
}

/** Ids of the keys that texts in a value are sealed under. */
export function sealedUnder(value: unknown, depth = DEPTH_MAX): readonly string[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const { keyId, nonce, ciphertext } = value as Record<string, unknown>;
  if (typeof keyId === 'string' && typeof nonce === 'string' && typeof ciphertext === 'string') return [keyId];
  return Object.values(value).flatMap((part) => sealedUnder(part, depth - 1));
}
