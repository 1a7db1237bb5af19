import type { ExpectedRevision, NewEvent } from './event-store.port.js';
import { APPEND_BYTES_MAX, APPEND_EVENTS_MAX, NAME_CHARACTERS_MAX } from './limits.js';

/** An event as it is kept: `id` a lower-case UUID, `data` and `metadata` JSON text of an object. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}
export interface EncodedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
  /** UTF-8 size of all types, data and metadata. */
  readonly bytes: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME = /^[^\p{Cc}\p{Cs}$][^\p{Cc}\p{Cs}]*$/u;

/**
 * Text, made before anything is queued: later edits of the caller change nothing, and what cannot be stored fails alone.
 * @throws TypeError for a bad name, revision, id or value; RangeError over a limit.
 */
export function encodeAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): EncodedAppend {
  checkAppend(stream, expected, events.length);
  const encoded = events.map(encodeEvent);
  if (encoded.length > 1 && new Set(encoded.map(({ id }) => id)).size !== encoded.length) throw new TypeError('Two events of one append carry the same id');
  const bytes = encoded.reduce((sum, event) => sum + sizeOf(event), 0);
  checkBytes(bytes);
  return { stream, expected, events: encoded, bytes };
}

/** @throws TypeError for a bad name or revision; RangeError for none or too many events. */
export function checkAppend(stream: string, expected: ExpectedRevision, events: number): void {
  checkName('Stream', stream);
  if (expected !== 'no-stream' && (typeof expected !== 'bigint' || expected < 0n || expected >= 2n ** 63n))
    throw new TypeError(`Expected revision must be 'no-stream' or a bigint from 0 to 2^63 - 1, not ${String(expected)}`);
  if (events < 1 || events > APPEND_EVENTS_MAX)
    throw new RangeError(`An append carries 1 to ${APPEND_EVENTS_MAX} events, not ${events}`);
}

/** @throws RangeError over the limit. */
export function checkBytes(bytes: number): void {
  if (bytes > APPEND_BYTES_MAX) throw new RangeError(`An append carries at most ${APPEND_BYTES_MAX} bytes, not ${bytes}`);
}

function encodeEvent({ id, type, data, metadata, text }: NewEvent): EncodedEvent {
  if (typeof id !== 'string' || !UUID.test(id)) throw new TypeError(`Event id must be a UUID, not ${String(id)}`);
  checkName('Event type', type);
  const { data: dataText, metadata: metadataText } = text ?? { data: encodeObject('data', data), metadata: encodeObject('metadata', metadata) };
  return { id: id.toLowerCase(), type, data: dataText, metadata: metadataText };
}

/** JSON.stringify itself throws a TypeError for a BigInt or a cycle, and answers undefined for what has no JSON form. */
function encodeObject(what: string, value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || !text.startsWith('{')) throw new TypeError(`Event ${what} must be a JSON object`);
  return text;
}

/** What nearly all names are made of; anything else is looked at character by character. */
const PLAIN_NAME = /^[ !-#%-~][ -~]{0,127}$/;

/** @throws TypeError */
export function checkName(what: string, name: string): void {
  if (typeof name === 'string' && PLAIN_NAME.test(name)) return;
  if (typeof name !== 'string' || name.length > NAME_CHARACTERS_MAX || !NAME.test(name))
    throw new TypeError(`${what} must be 1 to ${NAME_CHARACTERS_MAX} printable characters and not begin with '$'`);
}

const sizeOf = ({ type, data, metadata }: EncodedEvent): number =>
  Buffer.byteLength(type) + Buffer.byteLength(data) + Buffer.byteLength(metadata);
