import type { Position, SubscriptionMessage } from '../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../src/event-store/forwarding.event-store.js';

/** A log that whoever projects it can be kept waiting at, and that says something else to one subscription: a pass that is not repeatable. */
export class TwistedStore extends ForwardingEventStore {
  subscriptions = 0;
  /** The subscription, counted from 1, that hears of an event recorded a millisecond later. */
  twisted = 0;
  private gate: Promise<void> = Promise.resolve();

  /** Subscriptions from now on hear nothing until the answer is called. */
  shut(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gate = promise;
    return resolve;
  }

  override async *subscribeAll(after: Position | null, signal: AbortSignal): AsyncIterable<SubscriptionMessage> {
    this.subscriptions += 1;
    const twisted = this.subscriptions === this.twisted;
    await Promise.race([this.gate, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
    let told = 0;
    for await (const message of this.inner.subscribeAll(after, signal)) {
      told += message.kind === 'event' ? 1 : 0;
      yield twisted && told === 50 && message.kind === 'event' ? later(message) : message;
    }
  }
}

function later({ kind, event }: Extract<SubscriptionMessage, { kind: 'event' }>): SubscriptionMessage {
  const recordedAt = new Date(Date.parse(String(event.metadata['recordedAt'])) + 1).toISOString();
  return { kind, event: { ...event, metadata: { ...event.metadata, recordedAt } } };
}
