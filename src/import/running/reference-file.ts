import { UndecodableEvent } from '../../kernel/event-codec.js';
import { toMs } from '../../kernel/instant.js';
import type { RecordedReference } from '../../reference-data/application/load-catalogue.js';
import { decodeReferenceEvent, streamOfReference } from '../../reference-data/domain/reference-streams.js';
import { ImportError } from '../import-error.js';
import { decodeText } from '../reading/decode-text.js';
import { openSource } from '../reading/open-source.js';
import { RECORD_CHARACTERS_MAX } from '../reading/source-case.js';

/** One line of a reference file: an event, and where it stood among the requests' events. */
export interface PlacedReference extends RecordedReference {
  readonly position: bigint;
}

const LINES_MAX = 200_000;
const POSITION = /^\d{1,19}$/;

/** The reference data of an export, `reference.jsonl`. @throws ImportError REFERENCE_UNREADABLE with the line. */
export async function readReference(file: string): Promise<readonly PlacedReference[]> {
  const found: PlacedReference[] = [];
  const revisions = new Map<string, number>();
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (line.trim() === '') continue;
    if (found.length === LINES_MAX) throw unreadable(number, `there are more than ${LINES_MAX} events`);
    const one = placedOf(line, number);
    if (one.position <= (found.at(-1)?.position ?? -1n)) throw unreadable(number, 'its position does not follow that of the line before');
    const stream = streamOfReference(one.event);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    found.push({ ...one, revision });
  }
  return found;
}

function placedOf(line: string, number: number): Omit<PlacedReference, 'revision'> {
  const { position, recordedAt, type, data } = objectOf(line, number);
  if (typeof position !== 'string' || !POSITION.test(position)) throw unreadable(number, 'it has no position');
  const recordedAtMs = typeof recordedAt === 'string' ? toMs(recordedAt) : Number.NaN;
  if (Number.isNaN(recordedAtMs)) throw unreadable(number, 'it does not say when it was recorded');
  if (typeof type !== 'string' || typeof data !== 'object' || data === null) throw unreadable(number, 'it has no type, or no data');
  try {
    return { position: BigInt(position), recordedAtMs, event: decodeReferenceEvent(type, data) };
  } catch (error) {
    if (error instanceof UndecodableEvent) throw unreadable(number, error.message);
    throw error;
  }
}

function objectOf(line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw unreadable(number, 'it is not a JSON object');
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of decodeText(openSource(file), 'utf-8')) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > RECORD_CHARACTERS_MAX) throw unreadable(1, `a line is longer than ${RECORD_CHARACTERS_MAX} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const unreadable = (line: number, why: string): ImportError => new ImportError('REFERENCE_UNREADABLE', `the reference file cannot be used: ${why}`, line);
