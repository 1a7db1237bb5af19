import type { RecordedEvent, SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { freshStream } from './events.js';

/** The streams of one test, in a log that others write to as well. */
export class OwnStreams {
  private readonly names = new Set<string>();

  fresh(): string {
    return this.add(freshStream());
  }

  add(name: string): string {
    this.names.add(name);
    return name;
  }

  readonly has = ({ stream }: RecordedEvent): boolean => this.names.has(stream);

  /** Leaves out foreign events, and a `caught-up` that follows another with nothing but foreign events between them. */
  async *of(messages: AsyncIterable<SubscriptionMessage>): AsyncGenerator<SubscriptionMessage, void, undefined> {
    let told = false;
    let foreign = false;
    for await (const message of messages) {
      if (message.kind === 'event' && !this.has(message.event)) {
        foreign = true;
        continue;
      }
      if (message.kind === 'caught-up' && told && foreign) continue;
      told = message.kind === 'caught-up';
      foreign = false;
      yield message;
    }
  }
}
