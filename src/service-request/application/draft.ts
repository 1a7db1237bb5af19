import { type Fact, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import type { AppendResult, JsonObject, NewEvent } from '../../event-store/event-store.port.js';
import type { EpochMs, IsoInstant } from '../../kernel/instant.js';
import { toIso } from '../../kernel/instant.js';
import type { EventMetadata } from '../domain/metadata.js';
import { serviceRequest, type ServiceRequestState } from '../domain/service-request.js';
import type { SealedEvent } from './command-sealer.js';
import type { RecordCommands, SubmittedCommand } from './record-commands.js';
import type { RememberedCommand, RequestHistory } from './request-history.js';

/** A command accepted in this call; it has a position once it is appended. */
type Accepted = Omit<RememberedCommand, 'position'>;

/** What one call is about to append to a history; the history itself changes only once that is durable. */
export class Draft {
  state: ServiceRequestState;
  applicantKeyId: string | null;
  private readonly accepted = new Map<string, Accepted>();
  private readonly facts: Fact[] = [];

  constructor(
    readonly stream: string,
    readonly history: RequestHistory,
    private readonly call: RecordCommands,
    readonly nowMs: EpochMs,
  ) {
    this.state = history.state;
    this.applicantKeyId = history.applicantKeyId;
  }

  /** A command accepted before, in this call or an earlier one. */
  remembered(key: string): Accepted | undefined {
    return this.history.remembered.get(key) ?? this.accepted.get(key);
  }

  add(key: string, { source, id }: SubmittedCommand, { event, digest, keyId, dataText }: SealedEvent, claimedOccurredAt: IsoInstant | undefined): void {
    const { actor, correlationId, traceparent } = this.call;
    const revision = Number(this.history.revision) + 1 + this.facts.length;
    const metadata: Omit<EventMetadata, 'previousHash' | 'hash'> = {
      recordedAt: toIso(this.nowMs),
      principal: actor.principal,
      correlationId,
      causationId: `${source}#${id}`,
      source: { source, id },
      contentDigest: digest,
      ...(claimedOccurredAt !== undefined && { claimedOccurredAt }),
      ...(traceparent !== undefined && { traceparent }),
    };
    const eventId = newEventId();
    this.state = serviceRequest.evolve(this.state, event, revision);
    if (event.type === 'RequestReceived') this.applicantKeyId = keyId;
    this.facts.push({ id: eventId, type: event.type, data: event.data as unknown as JsonObject, metadata, dataText });
    this.accepted.set(key, { digest, revision, eventId, keyId });
  }

  /** Chained to the history's last event. */
  events(): NewEvent[] {
    return sealChain(this.stream, this.history.revision + 1n, this.history.hash, this.facts);
  }

  /** The history as it stands once the events are durable. */
  commit(events: readonly NewEvent[], appended: AppendResult): void {
    const { history } = this;
    let index = 0;
    for (const [key, accepted] of this.accepted) {
      history.remembered.set(key, { ...accepted, position: appended.positions[index] ?? appended.position });
      index += 1;
    }
    history.state = this.state;
    history.applicantKeyId = this.applicantKeyId;
    history.revision = appended.revision;
    history.hash = (events.at(-1)?.metadata['hash'] as string | undefined) ?? history.hash;
  }
}
