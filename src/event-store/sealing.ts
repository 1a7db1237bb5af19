import { hash } from 'node:crypto';
// The worker of the embedded log loads this file as it stands: what it imports is named by its source.
import { jsonText } from './json-text.ts';

/** An event that is not in a chain yet. Its texts are in their RFC 8785 form. */
export interface UnsealedEvent {
  /** A UUID in lower case. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Without `hash`, and cut where the value of `previousHash` goes. */
  readonly metadata: readonly [before: string, after: string];
}

/** Events to append to one stream, chained by the store. */
export interface UnsealedAppend {
  readonly stream: string;
  /** As for an append. */
  readonly expected: bigint | 'no-stream';
  /** Of the stream's last event so far; null when the stream is new. */
  readonly previousHash: string | null;
  readonly events: readonly UnsealedEvent[];
}

interface Placed {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** With `previousHash`, without `hash`. */
  readonly metadata: string;
}
export interface Sealed {
  /** SHA-256 (hex) over the RFC 8785 form of { stream, revision, id, type, data, metadata without hash }. */
  readonly hash: string;
  /** What is stored: the very text that was hashed, and the hash at its end. */
  readonly metadata: string;
}

/** The canonical form of the whole is put together from its parts: its keys in order are these. */
export function seal({ stream, revision, id, type, data, metadata }: Placed): Sealed {
  const form = `{"data":${data},"id":${jsonText(id)},"metadata":${metadata},"revision":"${revision}","stream":${jsonText(stream)},"type":${jsonText(type)}}`;
  const sum = hash('sha256', form, 'hex');
  return { hash: sum, metadata: `${metadata.slice(0, -1)},"hash":"${sum}"}` };
}

export const withPreviousHash = ([before, after]: UnsealedEvent['metadata'], previousHash: string | null): string =>
  previousHash === null ? `${before}null${after}` : `${before}"${previousHash}"${after}`;

interface SealedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly [key: string]: unknown };
  readonly metadata: { readonly [key: string]: unknown };
  readonly text: { readonly data: string; readonly metadata: string };
}

/** As an append of events that are chained already. */
export function sealAppend({ stream, expected, previousHash, events }: UnsealedAppend) {
  const first = expected === 'no-stream' ? 0n : expected + 1n;
  let previous = previousHash;
  const sealed = events.map(({ id, type, data, metadata }, index): SealedEvent => {
    const { hash: own, metadata: stored } = seal({ stream, revision: first + BigInt(index), id, type, data, metadata: withPreviousHash(metadata, previous) });
    previous = own;
    return { id, type, data: JSON.parse(data) as SealedEvent['data'], metadata: JSON.parse(stored) as SealedEvent['metadata'], text: { data, metadata: stored } };
  });
  return { stream, expected, events: sealed };
}
