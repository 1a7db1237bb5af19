import type { Position, RecordedEvent, Revision, SubscriptionMessage } from '../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../src/event-store/forwarding.event-store.js';

/** What a reader makes of an event: another one, or nothing. */
export type Spoil = (event: RecordedEvent) => RecordedEvent | null;

/** A log in which some events read otherwise than they were recorded, until it is healed: a program that cannot read them, and its fix. */
export class PoisonStore extends ForwardingEventStore {
  private readonly spoils = new Map<Position, Spoil>();
  /** Positions that the subscription leaves out once. */
  readonly lost = new Set<Position>();

  spoil(position: Position, spoil: Spoil): this {
    this.spoils.set(position, spoil);
    return this;
  }

  heal(position?: Position): this {
    if (position === undefined) this.spoils.clear();
    else this.spoils.delete(position);
    return this;
  }

  override async *readStream(stream: string, from?: Revision): AsyncIterable<RecordedEvent> {
    for await (const event of this.inner.readStream(stream, from)) {
      const read = this.read(event);
      if (read !== null) yield read;
    }
  }

  override async *subscribeAll(after: Position | null, signal: AbortSignal): AsyncIterable<SubscriptionMessage> {
    for await (const message of this.inner.subscribeAll(after, signal)) {
      if (message.kind !== 'event') {
        yield message;
        continue;
      }
      const event = this.read(message.event);
      if (event !== null && !this.lost.delete(event.position)) yield { kind: 'event', event };
    }
  }

  private read(event: RecordedEvent): RecordedEvent | null {
    const spoil = this.spoils.get(event.position);
    return spoil === undefined ? event : spoil(event);
  }
}

/** The ways an event can be poison, by the code it is parked under. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  UNREADABLE: (event) => ({ ...event, data: {}, metadata: {}, unreadable: 'Unexpected token in "王小明 110101199003070011"' }),
  UNKNOWN_TYPE: (event) => ({ ...event, type: `${event.type}V9` }),
  BAD_SHAPE: (event) => ({ ...event, data: { ...event.data, occurredAt: '王小明 yesterday' } }),
  IMPOSSIBLE_HISTORY: (event) => ({ ...event, type: 'RequestReceived', data: receiptData(event) }),
  FACTS_FAILED: (event) => ({ ...event, type: 'LimitExtended', data: { ...event.data, limit: 'PROMISED', amount: 1e9, approver: 'chief' } }),
};

const receiptData = ({ data }: RecordedEvent): RecordedEvent['data'] => ({
  ...data, serviceItemVersion: 1, promisedLimit: null, statutoryLimit: null, route: [], calendarId: 'cn-hall', calendarVersion: 1, clockStart: 'RECEIPT',
  warningShare: 0.9, serviceItemCode: 'x', channel: 'COUNTER', urgency: 'NORMAL', applicant: null,
});
