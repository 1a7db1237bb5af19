import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { rectificationStreamPrefix } from '../../rectification/domain/rectification-events.js';
import { streamOf } from '../../service-request/domain/events.js';
import { warningStreamPrefix } from '../../warnings/domain/warning-events.js';
import type { FactKind } from '../projections/facts.js';
import type { FactAppended } from '../projections/project.js';
import { rectificationFact } from '../projections/rectification-facts.js';
import { warningFact } from '../projections/warning-facts.js';
import type { FactBuffer } from './fact-buffer.js';
import type { Parking } from './parking.js';
import { Poison } from './poison.js';
import type { ProjectedRequests } from './projected-requests.js';
import { readRectificationEvent, readWarningEvent } from './read-stored.js';

/** What an event in a stream of its own says of a request. */
interface FollowUp {
  readonly event: { readonly type: string; readonly data: { readonly hallId: string; readonly requestId: string; readonly departmentId: string; readonly occurredAt: string } };
  readonly facts: readonly { readonly kind: FactKind; readonly row: FactAppended['row'] }[];
}

const FOLLOW_UPS: readonly { readonly prefix: string; readonly read: (event: RecordedEvent) => FollowUp }[] = [
  { prefix: warningStreamPrefix, read: (recorded) => {
    const event = readWarningEvent(recorded);
    return { event, facts: [{ kind: 'warnings', row: warningFact(event) }] };
  } },
  { prefix: rectificationStreamPrefix, read: (recorded) => {
    const event = readRectificationEvent(recorded);
    return { event, facts: [rectificationFact(event, Number(recorded.revision))] };
  } },
];
const readerOf = (stream: string) => FOLLOW_UPS.find(({ prefix }) => stream.startsWith(prefix))?.read;
export const isFollowUpStream = (stream: string): boolean => readerOf(stream) !== undefined;

/**
 * Follow-ups of requests, each in a stream of its own, become facts that are never retracted: figures take them only with
 * their request. A fact's key is the event's revision.
 */
export class FollowUpsProjection {
  constructor(private readonly parts: { readonly store: EventStore; readonly requests: ProjectedRequests; readonly buffer: FactBuffer; readonly parking: Parking }) {}

  /** An event that cannot be taken is parked, and those behind it in its stream. */
  async apply(event: RecordedEvent): Promise<void> {
    const { buffer, parking } = this.parts;
    if (parking.isBehind(event)) return;
    try {
      const followUp = readerOf(event.stream)!(event);
      const { position } = event;
      const { hallId, requestId } = followUp.event.data;
      const request = await this.requestOf(streamOf(hallId, requestId), position);
      for (const { kind, row } of followUp.facts) buffer.change({ appended: [{ kind, position, request, key: Number(event.revision), row }], retracted: [] });
      buffer.followUp(event, followUp.event, request);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      parking.park(event, error);
    }
  }

  /** Takes again what a stream has from position `from`, where it was parked, up to `upTo`. */
  async replay(events: AsyncIterable<RecordedEvent>, from: Position, upTo: Position): Promise<void> {
    for await (const event of events) if (event.position >= from && event.position <= upTo) await this.apply(event);
  }

  /** The receipt's position. Nothing else of the request is asked, so that it does not matter what else of it can be read. */
  private async requestOf(stream: string, before: Position): Promise<Position> {
    const known = this.parts.requests.known(stream);
    if (known !== undefined) return known.history.request;
    for await (const receipt of this.parts.store.readStream(stream)) {
      if (receipt.position < before) return receipt.position;
      break;
    }
    throw new Poison('IMPOSSIBLE_HISTORY', 'there is no such request before it');
  }
}
