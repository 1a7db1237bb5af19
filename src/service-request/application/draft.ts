import { type Fact, sealChain } from '../../event-store/audit-hash.js';
import { canonicalForm } from '../../event-store/canonical-form.js';
import { newEventId } from '../../event-store/event-id.js';
import type { AppendResult, JsonObject, NewEvent, Position } from '../../event-store/event-store.port.js';
import type { UnsealedAppend } from '../../event-store/sealing.js';
import type { EpochMs, IsoInstant } from '../../kernel/instant.js';
import { toIso } from '../../kernel/instant.js';
import type { ServiceRequestEvent } from '../domain/events.js';
import { sourceKey } from '../domain/idempotency.js';
import { serviceRequest, type ServiceRequestState } from '../domain/service-request.js';
import type { SealedEvent } from './command-sealer.js';
import { metadataForm } from './metadata-form.js';
import type { RecordCommands, SubmittedCommand } from './record-commands.js';
import type { RememberedCommand, RequestHistory } from './request-history.js';

/** A command accepted in this call; it has a position once it is appended. */
export type Accepted = Omit<RememberedCommand, 'position'> & { position: Position | null };

interface Added {
  readonly one: SubmittedCommand;
  readonly event: ServiceRequestEvent;
  /** Canonical form of the event's data, where it was made already. */
  dataText: string | undefined;
  readonly claimedOccurredAt: IsoInstant | undefined;
  readonly accepted: Accepted;
}

/** What one call is about to append to a history; the history itself changes only once that is durable. */
export class Draft {
  state: ServiceRequestState;
  applicantKeyId: string | null;
  private readonly added: Added[] = [];

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
  remembered({ source, id }: SubmittedCommand): Accepted | undefined {
    const { remembered } = this.history;
    const before = remembered.size === 0 ? undefined : remembered.get(sourceKey(source, id));
    return before ?? this.added.find(({ one }) => one.id === id && one.source === source)?.accepted;
  }

  add(one: SubmittedCommand, { event, digest, keyId, dataText }: SealedEvent, claimedOccurredAt: IsoInstant | undefined): Accepted {
    const revision = Number(this.history.revision) + 1 + this.added.length;
    this.state = serviceRequest.evolve(this.state, event, revision);
    if (event.type === 'RequestReceived') this.applicantKeyId = keyId;
    const accepted: Accepted = { digest, revision, eventId: newEventId(), keyId, position: null };
    this.added.push({ one, event, dataText, claimedOccurredAt, accepted });
    return accepted;
  }

  /** Chained to the history's last event. */
  events(): NewEvent[] {
    const facts = this.added.map((added): Fact => {
      const { event: { type, data }, dataText, accepted: { eventId } } = added;
      return { id: eventId, type, data: data as unknown as JsonObject, metadata: this.metadataOf(added), dataText };
    });
    return sealChain(this.stream, this.history.revision + 1n, this.history.hash, facts);
  }

  /** The same, to be chained by the store. The texts are the store's then: of many drafts that wait for it they would fill the memory. */
  unsealed(): UnsealedAppend {
    const { stream, history: { expected, hash } } = this;
    const events = this.added.map((added) => {
      const { event: { type, data }, dataText = canonicalForm(data), accepted: { eventId } } = added;
      added.dataText = undefined;
      return { id: eventId, type, data: dataText, metadata: metadataForm(this.metadataOf(added)) };
    });
    return { stream, expected, previousHash: hash, events };
  }

  /** Tells the accepted commands their places. */
  place({ positions, position }: AppendResult): void {
    this.added.forEach(({ accepted }, index) => (accepted.position = positions[index] ?? position));
  }

  /** The history as it stands once the events are durable. */
  commit(events: readonly NewEvent[], appended: AppendResult): void {
    const { history } = this;
    this.place(appended);
    for (const { one: { source, id }, accepted } of this.added)
      history.remembered.set(sourceKey(source, id), { ...accepted, position: accepted.position ?? appended.position });
    history.state = this.state;
    history.applicantKeyId = this.applicantKeyId;
    history.revision = appended.revision;
    history.hash = (events.at(-1)?.metadata['hash'] as string | undefined) ?? history.hash;
  }

  private metadataOf({ one: { source, id }, accepted: { digest }, claimedOccurredAt }: Added) {
    const { actor, correlationId, traceparent } = this.call;
    return {
      recordedAt: toIso(this.nowMs),
      principal: actor.principal,
      correlationId,
      causationId: `${source}#${id}`,
      source: { source, id },
      contentDigest: digest,
      ...(claimedOccurredAt !== undefined && { claimedOccurredAt }),
      ...(traceparent !== undefined && { traceparent }),
    };
  }
}
