import { hash } from 'node:crypto';
import { canonicalForm } from './canonical-form.js';
import type { JsonObject, NewEvent, RecordedEvent, Revision } from './event-store.port.js';
import { seal } from './sealing.js';

/** SHA-256 (hex) over the RFC 8785 form, in which equal values have equal bytes whatever order their keys were written in. */
export const digestOf = (value: JsonObject): string => digestOfText(canonicalForm(value));
export const digestOfText = (canonical: string): string => hash('sha256', canonical, 'hex');

/** An event before it is chained. */
export interface Fact extends NewEvent {
  /** The canonical form of `data`, where it was made already. */
  readonly dataText?: string | undefined;
}

interface Hashed extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
}

/** Of metadata without `hash`. The revision enters as decimal text: a JSON number ends at 2^53. */
const eventHash = ({ stream, revision, id, type, data, metadata }: Hashed): string =>
  digestOf({ stream, revision: revision.toString(), id, type, data, metadata });

/**
 * Chains events that will stand at `firstRevision` and after. Their metadata comes without `previousHash` and `hash`
 * and leaves with both.
 * @param previousHash of the stream's last event so far; null when the stream is new.
 */
export function sealChain(stream: string, firstRevision: Revision, previousHash: string | null, facts: readonly Fact[]): NewEvent[] {
  let previous = previousHash;
  return facts.map(({ id, type, data, metadata, dataText = canonicalForm(data) }, index) => {
    const chained: Record<string, unknown> = { ...metadata, previousHash: previous };
    const revision = firstRevision + BigInt(index);
    const sealed = seal({ stream, revision, id, type, data: dataText, metadata: canonicalForm(chained) });
    previous = sealed.hash;
    chained['hash'] = previous;
    return { id, type, data, metadata: chained, text: { data: dataText, metadata: sealed.metadata } };
  });
}

/** The hash as it should be; `metadata.hash` is left out of it. */
export function hashOf(event: RecordedEvent): string {
  const { hash: _stored, ...metadata } = event.metadata;
  return eventHash({ ...event, metadata });
}

/**
 * Walks one whole stream from its first event.
 * @returns the first revision where an event is missing, edited, swapped or inserted; null when every link holds.
 *   Events cut off the end leave an intact shorter chain: only somebody who remembers the last hash notices.
 */
export async function verifyStream(events: AsyncIterable<RecordedEvent> | Iterable<RecordedEvent>): Promise<Revision | null> {
  let expected = 0n;
  let previous: unknown = null;
  for await (const event of events) {
    if (event.revision !== expected || event.metadata['previousHash'] !== previous || !carriesItsHash(event)) return expected;
    previous = event.metadata['hash'];
    expected += 1n;
  }
  return null;
}

function carriesItsHash(event: RecordedEvent): boolean {
  try {
    return event.metadata['hash'] === hashOf(event);
  } catch {
    return false; // Only an edit can leave what has no canonical form, such as half a surrogate pair.
  }
}
