import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import type { EventStore, ExpectedRevision, NewEvent, Position, Revision } from '../../event-store/event-store.port.js';
import type { IsoInstant } from '../../kernel/instant.js';
import { decodeErasureEvent, type ErasureEvent, type ErasureEventData, erasureStreamOf } from '../domain/erasure-events.js';

export interface Recorded<Data> {
  readonly data: Data;
  readonly position: Position;
  readonly recordedAt: IsoInstant;
  readonly principal: string;
}
/** Who records it, and for which request of a client. */
export interface Author {
  readonly principal: string;
  readonly correlationId: string;
  readonly recordedAt: IsoInstant;
}

export type Request = Recorded<ErasureEventData['ErasureRequested']>;
export type Completion = Recorded<ErasureEventData['ErasureCompleted']>;

/** The erasure of one applicant, folded. It may be asked for again, while the applicant's requests go on. */
export class ErasureStream {
  /** The latest. */
  requested: Request | null = null;
  /** Of the latest request; null while that is under way. */
  completed: Completion | null = null;
  private revision: Revision = -1n;
  private hash: string | null = null;

  private constructor(private readonly stream: string) {}

  static async read(store: EventStore, applicantKeyId: string): Promise<ErasureStream> {
    const read = new ErasureStream(erasureStreamOf(applicantKeyId));
    for await (const { type, data, metadata, unreadable, revision, position } of store.readStream(read.stream)) {
      const event = decodeErasureEvent(type, data, unreadable);
      const { principal, recordedAt, hash } = metadata as unknown as Author & { readonly hash: string };
      if (event.type === 'ErasureRequested') [read.requested, read.completed] = [{ data: event.data, position, recordedAt, principal }, null];
      else read.completed = { data: event.data, position, recordedAt, principal };
      [read.revision, read.hash] = [revision, hash];
    }
    return read;
  }

  get expected(): ExpectedRevision {
    return this.revision < 0n ? 'no-stream' : this.revision;
  }

  /** The event as it is appended next. */
  next({ type, data }: ErasureEvent, { principal, correlationId, recordedAt }: Author): NewEvent[] {
    const source = { source: this.stream, id: `${type}.${this.revision + 1n}` };
    const metadata = { recordedAt, principal, correlationId, causationId: `${source.source}#${source.id}`, source, contentDigest: digestOf({ type, data }) };
    return sealChain(this.stream, this.revision + 1n, this.hash, [{ id: newEventId(), type, data: { ...data }, metadata }]);
  }
}
