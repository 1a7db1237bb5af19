import type { EventStore, ExpectedRevision, Position, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import type { Sealed } from '../../service-request/domain/events.js';
import { decodeRectificationEvent } from '../domain/codec.js';
import { rectification, type RectificationState } from '../domain/rectification.js';

/** A recorded event as the same command sent again finds it. */
export interface RememberedEvent {
  readonly digest: string;
  /** Key of the sealed text, under which the digest was made; null when nothing was sealed. */
  readonly keyId: string | null;
  readonly position: Position;
  readonly revision: Revision;
  readonly eventId: string;
}

/** One rectification stream, folded. */
export class RectificationStream {
  state: RectificationState = rectification.initialState;
  revision: Revision = -1n;
  hash: string | null = null;
  private readonly remembered = new Map<string, RememberedEvent>();

  static async read(store: EventStore, stream: string): Promise<RectificationStream> {
    const read = new RectificationStream();
    for await (const event of store.readStream(stream)) read.absorb(event);
    return read;
  }

  get expected(): ExpectedRevision {
    return this.revision < 0n ? 'no-stream' : this.revision;
  }

  of(source: string, id: string): RememberedEvent | undefined {
    return this.remembered.get(keyOf(source, id));
  }

  private absorb({ type, data, metadata, unreadable, position, revision, id }: RecordedEvent): void {
    const event = decodeRectificationEvent(type, data, unreadable);
    const { source, contentDigest, hash } = metadata as unknown as { source: { source: string; id: string }; contentDigest: string; hash: string };
    const sealed: Sealed | undefined = event.type === 'RectificationCompleted' ? event.data.measures : undefined;
    this.remembered.set(keyOf(source.source, source.id), { digest: contentDigest, keyId: sealed?.keyId ?? null, position, revision, eventId: id });
    this.state = rectification.evolve(this.state, event);
    this.revision = revision;
    this.hash = hash;
  }
}

const keyOf = (source: string, id: string): string => JSON.stringify([source, id]);
