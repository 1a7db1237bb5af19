import { checkAppend, checkBytes, checkName, type EncodedAppend } from '../encode-append.js';
import type { ExpectedRevision } from '../event-store.port.js';
import type { UnsealedAppend, UnsealedEvent } from '../sealing.js';
import type { AppendCall } from './protocol.js';

/** A call for the worker and the UTF-8 size of its texts. */
export interface HandedAppend {
  readonly call: AppendCall;
  readonly bytes: number;
}

export function handed({ stream, expected, events, bytes }: EncodedAppend): HandedAppend {
  const texts: string[] = [];
  for (const { id, type, data, metadata } of events) texts.push(id, type, data, metadata);
  return { call: { stream, expected: revisionOf(expected), previousHash: undefined, texts }, bytes };
}

/** @throws TypeError or RangeError for what cannot be kept, as `encodeAppend` does. */
export function handedUnsealed({ stream, expected, previousHash, events }: UnsealedAppend): HandedAppend {
  checkAppend(stream, expected, events.length);
  const texts: string[] = [];
  let bytes = 0;
  for (const event of events) {
    checkName('Event type', event.type);
    if (!UUID.test(event.id)) throw new TypeError(`Event id must be a UUID in lower case, not ${event.id}`);
    if (events.length > 1 && texts.includes(event.id)) throw new TypeError('Two events of one append carry the same id');
    const [before, after] = event.metadata;
    texts.push(event.id, event.type, event.data, before, after);
    bytes += sizeOf(event);
  }
  checkBytes(bytes);
  return { call: { stream, expected: revisionOf(expected), previousHash, texts }, bytes };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** `"previousHash":"…","hash":"…"`: the two hashes and what stands around them. */
const HASHES_BYTES = 160;

const revisionOf = (expected: ExpectedRevision): bigint => (expected === 'no-stream' ? -1n : expected);
const sizeOf = ({ type, data, metadata: [before, after] }: UnsealedEvent): number =>
  type.length + Buffer.byteLength(data) + Buffer.byteLength(before) + Buffer.byteLength(after) + HASHES_BYTES;
