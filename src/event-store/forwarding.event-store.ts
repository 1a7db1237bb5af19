import {
  type Append, type AppendResult, type Categories, EventStore, type ExpectedRevision, type NewEvent, type Position, type RecordedEvent, type Revision,
  type SubscriptionMessage,
} from './event-store.port.js';
import type { UnsealedAppend } from './sealing.js';

/** Another store, as it is: what watches it overrides what it watches. A test holds that no method of the port is left out here. */
export class ForwardingEventStore extends EventStore {
  constructor(readonly inner: EventStore) {
    super();
  }

  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.inner.append(stream, expected, events);
  }

  override appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.inner.appendEach(appends);
  }

  override sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.inner.sealAndAppendEach(appends);
  }

  override readStream(stream: string, from?: Revision): AsyncIterable<RecordedEvent> {
    return this.inner.readStream(stream, from);
  }

  override readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    return this.inner.readAll(after, limit);
  }

  override subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncIterable<SubscriptionMessage> {
    return this.inner.subscribeAll(after, signal, categories);
  }

  override head(): Promise<Position | null> {
    return this.inner.head();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }
}
