import { canonicalForm } from '../../event-store/canonical-form.js';
import type { JsonObject, Position, RecordedEvent } from '../../event-store/event-store.port.js';

/** Raised when the lines change; a program refuses a dump of a format it does not know. */
export const DUMP_FORMAT = 1;
const SOURCE = 'urn:service-efficiency-tracker:log';
const BEGIN = 'LogDumpBegun';
const END = 'LogDumpEnded';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WHOLE = /^(0|[1-9]\d{0,18})$/;

/** What the last line says of all lines before it. */
export interface DumpEnd {
  readonly events: number;
  /** Position of the last event, in the log that was dumped. */
  readonly head: string | null;
  /** Over (stream, revision, hash) of every event in order: what `log:verify` prints for the log. */
  readonly digest: string;
  /** Of the bytes of all lines before this one, line breaks included. */
  readonly sha256: string;
}

/**
 * One event as a line: a CloudEvent whose subject is the stream and whose extensions are position, revision and metadata. The
 * metadata is a text, because extensions are; it and the data are the very texts that the log holds, so that hashes and bytes
 * come back as they were.
 */
export function eventLine({ id, type, stream, revision, position, data, metadata }: RecordedEvent): string {
  const recordedAt = metadata['recordedAt'];
  const time = typeof recordedAt === 'string' ? `"time":${JSON.stringify(recordedAt)},` : '';
  const head = `{"specversion":"1.0","id":${JSON.stringify(id)},"source":"${SOURCE}","type":${JSON.stringify(type)},"subject":${JSON.stringify(stream)},${time}`;
  return `${head}"datacontenttype":"application/json","position":"${position}","revision":"${revision}","metadata":${JSON.stringify(metadataText(metadata))},"data":${canonicalForm(data)}}`;
}

/** The stored form: what was hashed, and its hash behind it. */
function metadataText({ hash, ...hashed }: JsonObject): string {
  return `${canonicalForm(hashed).slice(0, -1)},"hash":${JSON.stringify(hash)}}`;
}

/** The event of a line and the texts to store; null when it is not exactly a line that `eventLine` makes. */
export function readEventLine(line: string): RecordedEvent | null {
  const said = objectOf(line);
  if (said === null) return null;
  const { id, type, subject, position, revision, metadata, data } = said;
  const metadataOf = typeof metadata === 'string' ? objectOf(metadata) : null;
  if (!isText(id) || !isText(type) || !isText(subject) || !isWhole(position) || !isWhole(revision)) return null;
  if (metadataOf === null || !isObject(data) || !UUID.test(id)) return null;
  const event = { id, type, stream: subject, position: BigInt(position), revision: BigInt(revision), data, metadata: metadataOf };
  if (!writesAs(event, line)) return null;
  return { ...event, text: { data: canonicalForm(data), metadata: metadata as string } };
}

/** Whatever else a line carries, or carries otherwise, would be lost or changed: such a line was not written by a dump. */
function writesAs(event: RecordedEvent, line: string): boolean {
  try {
    return eventLine(event) === line;
  } catch {
    return false; // No canonical form, such as half a surrogate pair.
  }
}

export const beginLine = (): string => `{"specversion":"1.0","id":"begin","source":"${SOURCE}","type":"${BEGIN}","datacontenttype":"application/json","data":{"format":${DUMP_FORMAT}}}`;

/** The format a first line says; null when it is no first line of a dump. */
export function readBeginLine(line: string): number | null {
  const said = objectOf(line);
  const format = said?.['type'] === BEGIN && isObject(said['data']) ? said['data']['format'] : null;
  if (typeof format !== 'number') return null;
  return format === DUMP_FORMAT && line !== beginLine() ? null : format;
}

export const endLine = (end: DumpEnd): string => `{"specversion":"1.0","id":"end","source":"${SOURCE}","type":"${END}","datacontenttype":"application/json","data":${canonicalForm({ ...end })}}`;

export function readEndLine(line: string): DumpEnd | null {
  const said = objectOf(line);
  if (said?.['type'] !== END || said['id'] !== 'end' || !isObject(said['data'])) return null;
  const { events, head, digest, sha256 } = said['data'];
  const fits = typeof events === 'number' && (head === null || isText(head)) && isText(digest) && isText(sha256);
  const end = fits ? { events, head, digest, sha256 } : null;
  return end !== null && endLine(end) === line ? end : null;
}

export const headOf = (position: Position | null): string | null => position?.toString() ?? null;

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is string => typeof value === 'string' && WHOLE.test(value);
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function objectOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
