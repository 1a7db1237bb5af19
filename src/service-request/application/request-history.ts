import type { ExpectedRevision, Position, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { decodeServiceRequestEvent } from '../domain/codec.js';
import { SEALED_FIELDS, type Sealed, type ServiceRequestEvent } from '../domain/events.js';
import { type Remembered, sourceKey } from '../domain/idempotency.js';
import type { EventMetadata } from '../domain/metadata.js';
import { serviceRequest, type ServiceRequestState } from '../domain/service-request.js';

/** An accepted command: what its resend is answered with. */
export interface RememberedCommand extends Remembered {
  readonly eventId: string;
  /** Key of the sealed field, under which the digest was made; null when nothing was sealed. */
  readonly keyId: string | null;
  readonly position: Position;
}

/** One request's stream, folded: what the next command is decided on. */
export class RequestHistory {
  state: ServiceRequestState = serviceRequest.initialState;
  readonly remembered = new Map<string, RememberedCommand>();
  /** Of the last event; -1n and null before the first. */
  revision: Revision = -1n;
  hash: string | null = null;
  /** The key of the receipt's applicant: the texts of the whole request are sealed with it. */
  applicantKeyId: string | null = null;

  get expected(): ExpectedRevision {
    return this.revision < 0n ? 'no-stream' : this.revision;
  }

  /** Takes in the next event of the stream. */
  absorb({ id, type, data, metadata, revision, position, unreadable }: RecordedEvent): void {
    const event = decodeServiceRequestEvent(type, data, unreadable);
    const { source, contentDigest, hash } = metadata as unknown as EventMetadata;
    const keyId = keyIdOf(event);
    this.state = serviceRequest.evolve(this.state, event, Number(revision));
    this.remembered.set(sourceKey(source.source, source.id), {
      digest: contentDigest, revision: Number(revision), eventId: id, keyId, position,
    });
    if (event.type === 'RequestReceived') this.applicantKeyId = keyId;
    this.revision = revision;
    this.hash = hash;
  }
}

/** The key that seals a text of this event, or null. */
export function keyIdOf({ type, data }: ServiceRequestEvent): string | null {
  const field = SEALED_FIELDS[type];
  if (field === undefined) return null;
  const sealed = (data as unknown as Readonly<Record<string, Sealed | null | undefined>>)[field];
  return sealed?.keyId ?? null;
}
